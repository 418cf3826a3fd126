package dev.kvlb.benchmarks;

import dev.kvlb.spi.ReplyQueue;
import dev.kvlb.spi.RequestQueue;
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

/** One in and one out of the queues, with others before it. */
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(2)
public class QueueBenchmark {
    /** How many wait before it. */
    @Param({"0", "200"})
    public int waiting;

    private RequestQueue requests;
    private ReplyQueue replies;
    private Waiting one;

    /** Fills the queues. */
    @Setup(Level.Trial)
    public void setUp() {
        requests = RequestQueue.bounded(RequestQueue.DEFAULT_CAPACITY);
        replies = ReplyQueue.bounded(ReplyQueue.DEFAULT_CAPACITY);
        one = new Waiting();
        for (int i = 0; i < waiting; i++) {
            requests.offer(new Waiting());
            replies.offer(new Waiting());
        }
    }

    /** The queue of requests that wait for a worker. */
    @Benchmark
    public RequestQueue.@Nullable Request requestQueue() {
        requests.offer(one);
        return requests.poll();
    }

    /** The queue of replies that a client still has to get. */
    @Benchmark
    public ReplyQueue.@Nullable Reply replyQueue() {
        replies.offer(one);
        return replies.poll();
    }

    private static final class Waiting implements RequestQueue.Request, ReplyQueue.Reply {
        @Override
        public boolean isWrite() {
            return false;
        }

        @Override
        public int keyHash() {
            return 0;
        }

        @Override
        public int payloadBytes() {
            return 0;
        }

        @Override
        public boolean isComplete() {
            return true;
        }
    }
}
