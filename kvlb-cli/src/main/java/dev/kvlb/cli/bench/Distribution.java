package dev.kvlb.cli.bench;

import java.util.SplittableRandom;

/** How requests are spread over the keys. */
public enum Distribution {
    /** Each key is as likely as any other. */
    UNIFORM,

    /** The key of rank k is chosen in proportion to 1 / k^0.99, the skew that YCSB has by default. */
    ZIPFIAN;

    private static final double SKEW = 0.99;

    /** Returns a source of numbers 0..{@code keys}-1, the likeliest first. */
    KeyChoice of(int keys, SplittableRandom random) {
        return switch (this) {
            case UNIFORM -> () -> random.nextInt(keys);
            case ZIPFIAN -> new ZipfianChoice(keys, SKEW, random);
        };
    }
}
