package dev.kvlb.internal.transport;

import dev.kvlb.internal.link.Core;
import java.util.concurrent.CompletableFuture;

/** A core that does nothing but count turns: tests overwrite what they need. */
class TestCore implements Core {
    private CompletableFuture<Integer> counted = new CompletableFuture<>();
    private int turns;
    private long countEndNanos = NO_DEADLINE;

    /** Completes with how many turns the loop has made when so much time has passed. On the loop's thread. */
    CompletableFuture<Integer> countTurns(long nanos) {
        turns = 0;
        countEndNanos = System.nanoTime() + nanos;
        counted = new CompletableFuture<>();
        return counted;
    }

    @Override
    public void onTime(long nowNanos) {
        turns++;
        if (nowNanos >= countEndNanos) {
            countEndNanos = NO_DEADLINE;
            counted.complete(turns);
        }
    }

    @Override
    public void onTurnEnded() {}

    @Override
    public long nextDeadlineNanos() {
        return countEndNanos;
    }

    @Override
    public void drain() {}

    @Override
    public boolean isEnded() {
        return false;
    }
}
