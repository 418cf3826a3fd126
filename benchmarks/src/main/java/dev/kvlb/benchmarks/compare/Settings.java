package dev.kvlb.benchmarks.compare;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** What a comparison is to measure, as its command line says. */
record Settings(
        String kvlb,
        List<String> stores,
        int rounds,
        int warmupSeconds,
        int seconds,
        int threads,
        int inFlight,
        int keys,
        int valueBytes,
        Path out) {
    static final List<String> STORES = List.of("kvlb", "hazelcast", "infinispan", "jedis", "lettuce");

    static final String USAGE = """
            usage: java -cp benchmarks/target/benchmarks.jar dev.kvlb.benchmarks.compare.Comparison [option...]
              --kvlb FILE        the kvlb command (default: ./kvlb)
              --stores A,B       which to measure (default: kvlb,hazelcast,infinispan,jedis,lettuce)
              --rounds N         1 to 100 (default: 5)
              --warmup SECONDS   before each measurement, 0 to 60 (default: 2)
              --seconds SECONDS  of each measurement, 1 to 60 (default: 4)
              --threads N        1 to 1000 (default: 50)
              --in-flight N      of each thread, when asynchronous, 1 to 256 (default: 32)
              --keys N           1 to 10000000 (default: 10000)
              --value-size N     bytes, 0 to 60000 (default: 64)
              --out FILE         JSON lines (default: benchmarks/target/comparison.jsonl)
            """;

    /**
     * Reads a command line.
     *
     * @throws IllegalArgumentException if it can't be read; the message says what is wrong
     */
    static Settings of(String... args) {
        String kvlb = "./kvlb";
        List<String> stores = STORES;
        int rounds = 5;
        int warmup = 2;
        int seconds = 4;
        int threads = 50;
        int inFlight = 32;
        int keys = 10_000;
        int valueBytes = 64;
        Path out = Path.of("benchmarks", "target", "comparison.jsonl");
        for (int i = 0; i < args.length; i += 2) {
            String name = args[i];
            if (i + 1 == args.length) {
                throw new IllegalArgumentException(name + ": a value must follow");
            }
            String value = args[i + 1];
            switch (name) {
                case "--kvlb" -> kvlb = value;
                case "--stores" -> stores = storesOf(value);
                case "--rounds" -> rounds = number(name, value, 1, 100);
                case "--warmup" -> warmup = number(name, value, 0, 60);
                case "--seconds" -> seconds = number(name, value, 1, 60);
                case "--threads" -> threads = number(name, value, 1, 1_000);
                case "--in-flight" -> inFlight = number(name, value, 1, 256);
                case "--keys" -> keys = number(name, value, 1, 10_000_000);
                case "--value-size" -> valueBytes = number(name, value, 0, 60_000);
                case "--out" -> out = Path.of(value);
                default -> throw new IllegalArgumentException("no such option: " + name);
            }
        }
        return new Settings(kvlb, stores, rounds, warmup, seconds, threads, inFlight, keys, valueBytes, out);
    }

    private static List<String> storesOf(String names) {
        List<String> stores = new ArrayList<>();
        for (String name : names.split(",", -1)) {
            if (!STORES.contains(name)) {
                throw new IllegalArgumentException("--stores: one of " + STORES + ": " + name);
            }
            stores.add(name);
        }
        return List.copyOf(stores);
    }

    private static int number(String name, String value, int least, int most) {
        try {
            int number = Integer.parseInt(value);
            if (number >= least && number <= most) {
                return number;
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(name + " must be a number: " + value, e);
        }
        throw new IllegalArgumentException(name + " must be " + least + ".." + most + ": " + value);
    }
}
