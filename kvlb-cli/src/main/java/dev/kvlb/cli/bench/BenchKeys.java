package dev.kvlb.cli.bench;

import static java.nio.charset.StandardCharsets.US_ASCII;

/** The names of the keys: {@code bench:} and ten digits. For one thread. */
final class BenchKeys {
    /** How long each is. */
    static final int LENGTH = 16;

    private static final String FIRST = "bench:0000000000";

    private final byte[] key = FIRST.getBytes(US_ASCII);

    /** Returns the name of a key, in an array that is used again for the next. */
    byte[] of(int number) {
        int rest = number;
        for (int i = LENGTH - 1; i > "bench:".length() - 1; i--) {
            key[i] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        return key;
    }

    static String name(int number) {
        return new String(new BenchKeys().of(number), US_ASCII);
    }
}
