package dev.kvlb.internal.client;

import java.util.ArrayDeque;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The places for requests under way: who finds none waits in line for the next one that is given back.
 *
 * <p>A place is handed to the one who has waited longest, so nobody overtakes: a semaphore would do that too, but it
 * can't let a thread in that must not wait. Thread-safe.
 */
public final class RequestWindow {
    private final int places;
    private final AtomicInteger taken = new AtomicInteger();
    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<Waiter> waiting = new ArrayDeque<>();

    /** How many stand in the line, to be read without the lock: while there is nobody, nobody needs the lock. */
    private volatile int waitingCount;

    private volatile boolean closed;

    public RequestWindow(int places) {
        this.places = places;
    }

    /**
     * Takes a place, and waits for one until {@code deadlineNanos}.
     *
     * @return false where there was none in time, or the window was closed
     */
    boolean take(long deadlineNanos) throws InterruptedException {
        if (waitingCount == 0 && takeBelow(places)) {
            return !closed;
        }
        lock.lock();
        try {
            return awaitPlace(deadlineNanos);
        } finally {
            lock.unlock();
        }
    }

    private boolean awaitPlace(long deadlineNanos) throws InterruptedException {
        Waiter waiter = new Waiter(lock.newCondition());
        waiting.add(waiter);
        waitingCount = waiting.size();
        try {
            // Whoever gave one back before it could see this waiter has not called it.
            admit();
            long left = deadlineNanos - System.nanoTime();
            while (!waiter.admitted && !closed && left > 0) {
                left = waiter.turn.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            if (waiter.admitted) {
                release();
            }
            throw e;
        } finally {
            if (!waiter.admitted) {
                waiting.remove(waiter);
                waitingCount = waiting.size();
            }
        }
        return waiter.admitted;
    }

    /**
     * Takes a place without waiting, for a thread that gives places back and so must not wait for one: there are as
     * many again for such threads.
     *
     * @return false where there was none, or the window was closed
     */
    public boolean takeAtOnce() {
        return !closed && takeBelow(2L * places);
    }

    private boolean takeBelow(long limit) {
        int now = taken.get();
        while (now < limit) {
            if (taken.compareAndSet(now, now + 1)) {
                return true;
            }
            now = taken.get();
        }
        return false;
    }

    /** Gives a place back. */
    void release() {
        taken.decrementAndGet();
        if (waitingCount > 0) {
            lock.lock();
            try {
                admit();
            } finally {
                lock.unlock();
            }
        }
    }

    /** Lets in as many as there are places. */
    private void admit() {
        Waiter next = waiting.peek();
        while (next != null && takeBelow(places)) {
            waiting.remove();
            waitingCount = waiting.size();
            next.admitted = true;
            next.turn.signal();
            next = waiting.peek();
        }
    }

    /** Sends everybody away who waits, and lets nobody in any more. */
    void close() {
        lock.lock();
        try {
            closed = true;
            for (Waiter waiter : waiting) {
                waiter.turn.signal();
            }
        } finally {
            lock.unlock();
        }
    }

    /** Returns whether nobody is let in any more. */
    boolean isClosed() {
        return closed;
    }

    /** Returns how many places are taken. */
    int taken() {
        return taken.get();
    }

    /** Returns how many threads wait for a place. */
    int waiting() {
        return waitingCount;
    }

    private static final class Waiter {
        final Condition turn;
        boolean admitted;

        Waiter(Condition turn) {
            this.turn = turn;
        }
    }
}
