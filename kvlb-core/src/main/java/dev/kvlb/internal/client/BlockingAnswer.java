package dev.kvlb.internal.client;

import dev.kvlb.KvlbException;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * The answer that the thread which makes it waits for.
 *
 * <p>Not a CompletableFuture: loading that and its thread pool would take longer than a put in a command line does.
 */
final class BlockingAnswer implements AnswerSink {
    private final Thread caller = Thread.currentThread();
    private byte @Nullable [] value;
    private long version;
    private long workerId;
    private @Nullable KvlbException failure;
    private volatile boolean done;

    @Override
    public void onAnswer(byte @Nullable [] value, long version, long workerId) {
        this.value = value;
        this.version = version;
        this.workerId = workerId;
        finish();
    }

    @Override
    public void onFailure(KvlbException failure) {
        this.failure = failure;
        finish();
    }

    private void finish() {
        done = true;
        LockSupport.unpark(caller);
    }

    /**
     * Waits for the answer.
     *
     * @return whether it came in time
     */
    boolean await(long deadlineNanos) throws InterruptedException {
        while (!done) {
            if (Thread.interrupted()) {
                throw new InterruptedException();
            }
            long left = deadlineNanos - System.nanoTime();
            if (left <= 0) {
                return false;
            }
            LockSupport.parkNanos(this, left);
        }
        return true;
    }

    /** Waits for an answer that is known to be on its way. */
    void awaitArrival() {
        boolean interrupted = false;
        while (!done) {
            LockSupport.park(this);
            interrupted |= Thread.interrupted();
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /** Throws the failure that has come in place of an answer, if one has, as if it had been made here. */
    void throwFailure() {
        KvlbException reason = failure;
        if (reason != null) {
            // It was made by a thread of the client; what helps the caller is where the call was.
            reason.fillInStackTrace();
            throw reason;
        }
    }

    byte @Nullable [] value() {
        return value;
    }

    long version() {
        return version;
    }

    long workerId() {
        return workerId;
    }
}
