package dev.kvlb.simulation;

import java.util.List;
import java.util.SplittableRandom;

/**
 * What is left to chance, and with the same seed comes out the same.
 *
 * <p>Integers only: what the logarithm of a double is may differ from one machine to another.
 */
public final class Chance {
    static final long MICROS = 1_000;
    public static final long MILLIS = 1_000_000;

    private final SplittableRandom random;

    public Chance(long seed) {
        this(new SplittableRandom(seed));
    }

    private Chance(SplittableRandom random) {
        this.random = random;
    }

    /** Returns another source, so that what one part of the simulation draws does not change what another one does. */
    public Chance split() {
        return new Chance(random.split());
    }

    boolean oneIn(int n) {
        return random.nextInt(n) == 0;
    }

    /** Returns a number of {@code least..most}, each as likely as any other. */
    long between(long least, long most) {
        return random.nextLong(least, most + 1);
    }

    int between(int least, int most) {
        return random.nextInt(least, most + 1);
    }

    /** Returns a number of {@code least..most}: mostly a small one, now and then one near the upper end. */
    long mostlyShort(long least, long most) {
        return between(least, between(least, most));
    }

    int mostlySmall(int least, int most) {
        return between(least, between(least, most));
    }

    public long any() {
        return random.nextLong();
    }

    <T> T oneOf(List<T> choices) {
        return choices.get(random.nextInt(choices.size()));
    }
}
