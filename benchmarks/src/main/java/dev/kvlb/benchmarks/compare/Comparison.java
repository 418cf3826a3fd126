package dev.kvlb.benchmarks.compare;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.logging.Level;
import java.util.logging.Logger;

/**
 * Measures the Java client of kvlb beside those of other stores. All servers run at the same time, on the loopback
 * address; in each round, and for each workload, the stores take turns, and the round begins with another one each time.
 */
public final class Comparison {
    private static final int USAGE_ERROR = 2;

    private Comparison() {}

    /** Runs a comparison; {@code --help} tells the options. */
    public static void main(String[] args) throws Exception {
        if (args.length > 0 && args[0].equals("--help")) {
            System.out.print(Settings.USAGE);
            return;
        }
        Settings settings;
        try {
            settings = Settings.of(args);
        } catch (IllegalArgumentException e) {
            System.err.println(e.getMessage());
            System.err.print(Settings.USAGE);
            System.exit(USAGE_ERROR);
            return;
        }
        Logger.getLogger("").setLevel(Level.WARNING); // the clients tell much
        run(settings);
        System.exit(0); // not every client ends its threads
    }

    private static void run(Settings settings) throws Exception {
        Measurement measurement = new Measurement(settings);
        Map<String, Store> stores = new LinkedHashMap<>();
        try {
            for (String name : settings.stores()) {
                Store store = open(name, settings);
                stores.put(name, store);
                measurement.fill(store);
            }
            Results results = new Results(settings);
            for (int round = 1; round <= settings.rounds(); round++) {
                for (Workload workload : Workload.values()) {
                    measureAll(settings, stores, measurement, results, round, workload);
                }
            }
            results.printTable();
        } finally {
            for (Store store : stores.values()) {
                store.close();
            }
        }
    }

    private static void measureAll(
            Settings settings,
            Map<String, Store> stores,
            Measurement measurement,
            Results results,
            int round,
            Workload workload)
            throws Exception {
        int count = settings.stores().size();
        for (int i = 0; i < count; i++) {
            String name = settings.stores().get((round - 1 + i) % count);
            Store store = stores.get(name);
            if (store != null && (store.hasWindows() || !workload.isAsync())) {
                results.add(round, name, workload, measurement.run(store, workload));
            }
        }
    }

    /** Starts a store; what its processes say is in files beside the results. */
    private static Store open(String name, Settings settings) throws IOException {
        Path directory = settings.out().toAbsolutePath().resolveSibling("comparison-logs");
        Processes processes = new Processes(directory);
        try {
            return switch (name) {
                case "kvlb" -> new KvlbStore(settings.kvlb(), settings.threads() * settings.inFlight(), processes);
                case "hazelcast" -> new HazelcastStore(processes);
                case "infinispan" -> new InfinispanStore(processes);
                case "jedis" -> new JedisStore(settings.threads(), processes);
                case "lettuce" -> new LettuceStore(processes);
                default -> throw new IllegalArgumentException("no such store: " + name);
            };
        } catch (IOException | RuntimeException e) {
            processes.close();
            throw e;
        }
    }
}
