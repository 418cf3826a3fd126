package dev.kvlb.internal.client;

import java.util.ArrayDeque;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/**
 * The places for requests under way: who finds none waits in line for the next one that is given back.
 *
 * <p>A place is handed to the one who has waited longest, so nobody overtakes: a semaphore would do that too, but it
 * can't let a thread in that must not wait. Thread-safe.
 */
final class RequestWindow {
    private final int places;
    private final ReentrantLock lock = new ReentrantLock();
    private final ArrayDeque<Waiter> waiting = new ArrayDeque<>();

    private int taken;
    private boolean closed;

    RequestWindow(int places) {
        this.places = places;
    }

    /**
     * Takes a place, and waits for one until {@code deadlineNanos}.
     *
     * @return false where there was none in time, or the window was closed
     */
    boolean take(long deadlineNanos) throws InterruptedException {
        lock.lock();
        try {
            if (closed) {
                return false;
            }
            if (taken < places) {
                taken++;
                return true;
            }
            return awaitPlace(deadlineNanos);
        } finally {
            lock.unlock();
        }
    }

    private boolean awaitPlace(long deadlineNanos) throws InterruptedException {
        Waiter waiter = new Waiter(lock.newCondition());
        waiting.add(waiter);
        try {
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
    boolean takeAtOnce() {
        lock.lock();
        try {
            if (closed || taken >= 2L * places) {
                return false;
            }
            taken++;
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Gives a place back. */
    void release() {
        lock.lock();
        try {
            Waiter next = taken <= places ? waiting.poll() : null;
            if (next == null) {
                taken--;
            } else {
                next.admitted = true;
                next.turn.signal();
            }
        } finally {
            lock.unlock();
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
        lock.lock();
        try {
            return closed;
        } finally {
            lock.unlock();
        }
    }

    /** Returns how many places are taken. */
    int taken() {
        lock.lock();
        try {
            return taken;
        } finally {
            lock.unlock();
        }
    }

    /** Returns how many threads wait for a place. */
    int waiting() {
        lock.lock();
        try {
            return waiting.size();
        } finally {
            lock.unlock();
        }
    }

    private static final class Waiter {
        final Condition turn;
        boolean admitted;

        Waiter(Condition turn) {
            this.turn = turn;
        }
    }
}
