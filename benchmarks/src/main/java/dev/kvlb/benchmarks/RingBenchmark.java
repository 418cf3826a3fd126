package dev.kvlb.benchmarks;

import dev.kvlb.spi.WorkerRing;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/** The choice of the worker that gets the next request, by each of the rings. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class RingBenchmark {
    private static final int SEED = 42;

    /** Which ring. */
    @Param({"roundRobin", "leastInFlight", "powerOfTwoChoices"})
    public String ring = "";

    /** How many workers are in it. */
    @Param({"2", "8", "64"})
    public int workers;

    private WorkerRing members;
    private Idle comer;

    /** Fills the ring. */
    @Setup(Level.Trial)
    public void setUp() {
        members = switch (ring) {
            case "roundRobin" -> WorkerRing.roundRobin();
            case "leastInFlight" -> WorkerRing.leastInFlight();
            case "powerOfTwoChoices" -> WorkerRing.powerOfTwoChoices(SEED);
            default -> throw new IllegalArgumentException("no such ring: " + ring);
        };
        for (int id = 1; id <= workers; id++) {
            members.add(new Idle(id));
        }
        comer = new Idle(0);
    }

    /** One choice. */
    @Benchmark
    public WorkerRing.@Nullable Member next() {
        return members.next();
    }

    /** A worker comes, and goes again. */
    @Benchmark
    public int addAndRemove() {
        members.add(comer);
        members.remove(comer);
        return members.size();
    }

    private record Idle(long workerId) implements WorkerRing.Member {
        @Override
        public int inFlight() {
            return 0;
        }

        @Override
        public boolean hasRoom() {
            return true;
        }
    }
}
