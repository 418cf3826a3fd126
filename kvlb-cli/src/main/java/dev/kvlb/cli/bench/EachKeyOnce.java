package dev.kvlb.cli.bench;

import dev.kvlb.cli.bench.BenchPlan.Workload;
import java.util.SplittableRandom;

/** A put for each key of one thread's share: every {@code step}th from {@code first} on. */
final class EachKeyOnce implements Mix {
    private final Workload workload;
    private final int step;
    private final SplittableRandom random;
    private int key;

    EachKeyOnce(Workload workload, int first, int step, SplittableRandom random) {
        this.workload = workload;
        this.step = step;
        this.random = random;
        key = first - step;
    }

    @Override
    public void next() {
        key += step;
    }

    @Override
    public boolean isGet() {
        return false;
    }

    @Override
    public int key() {
        return key;
    }

    @Override
    public int valueLength() {
        return RandomMix.randomLength(workload, random);
    }
}
