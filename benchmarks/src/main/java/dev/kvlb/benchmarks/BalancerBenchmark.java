package dev.kvlb.benchmarks;

import dev.kvlb.internal.balancer.PlayedCluster;
import java.util.concurrent.TimeUnit;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OperationsPerInvocation;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A request on its way through the balancer and back, in the linearizable mode and without a network: a client of the
 * base protocol, and two workers that know versions. What the played ends do to read and write frames is part of it.
 */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class BalancerBenchmark {
    private static final int WORKERS = 2;
    private static final int IN_TURN = 32;
    private static final int VALUE_BYTES = 64;

    private PlayedCluster one;
    private PlayedCluster many;

    /** Makes the two balancers. */
    @Setup(Level.Trial)
    public void setUp() {
        one = new PlayedCluster(WORKERS, 1, VALUE_BYTES);
        many = new PlayedCluster(WORKERS, IN_TURN, VALUE_BYTES);
    }

    /** A GET that is alone in its turn of the loop. */
    @Benchmark
    public void get() {
        one.get();
    }

    /** A GET among 32 in the same turn. */
    @Benchmark
    @OperationsPerInvocation(IN_TURN)
    public void getOfMany() {
        many.get();
    }

    /** A PUT that is alone in its turn of the loop. */
    @Benchmark
    public void put() {
        one.put();
    }

    /** A PUT among 32 in the same turn. */
    @Benchmark
    @OperationsPerInvocation(IN_TURN)
    public void putOfMany() {
        many.put();
    }
}
