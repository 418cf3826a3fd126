package dev.kvlb.cli.bench;

import dev.kvlb.cli.bench.BenchPlan.Workload;
import java.util.SplittableRandom;

/** Gets and puts, keys and lengths, each drawn by itself. */
final class RandomMix implements Mix {
    private final Workload workload;
    private final SplittableRandom random;
    private final KeyChoice keys;
    private boolean get;
    private int key;

    RandomMix(Workload workload, SplittableRandom random) {
        this.workload = workload;
        this.random = random;
        keys = workload.distribution().of(workload.keys(), random);
    }

    @Override
    public void next() {
        get = random.nextDouble() < workload.reads();
        key = keys.next();
    }

    @Override
    public boolean isGet() {
        return get;
    }

    @Override
    public int key() {
        return key;
    }

    @Override
    public int valueLength() {
        return randomLength(workload, random);
    }

    static int randomLength(Workload workload, SplittableRandom random) {
        int min = workload.values().min();
        int max = workload.values().max();
        return min == max ? min : random.nextInt(min, max + 1);
    }
}
