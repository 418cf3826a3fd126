package dev.kvlb.internal.client;

import dev.kvlb.KvlbException;
import java.util.List;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Where callers, the sender and the receiver meet: the {@link RequestLine} and the connection in use, behind one lock.
 *
 * <p>A connection's end is declared by the receiver alone, when it has read what there was to read: a write that fails
 * says nothing about the answers that have already come. No failure is told under the lock. Thread-safe.
 */
final class Pipeline {
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition sendersTurn = lock.newCondition();
    private final Condition receiversTurn = lock.newCondition();
    private final RequestLine line;

    private @Nullable Connection opening;
    private @Nullable Connection connection;
    private boolean closed;

    Pipeline(RequestLine line) {
        this.line = line;
    }

    // For callers.

    /** Lets a request in; returns false, and does nothing, where the pipeline is closed. */
    boolean add(Request request, long nowNanos) {
        lock.lock();
        try {
            if (closed) {
                return false;
            }
            line.add(request, nowNanos);
            sendersTurn.signal();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** As {@link RequestLine#giveUp}. */
    @Nullable KvlbException giveUp(Request request, boolean interrupted) {
        lock.lock();
        try {
            return line.giveUp(request, interrupted);
        } finally {
            lock.unlock();
        }
    }

    /** Fails everything, ends the connection, and lets nothing in any more. */
    void close() {
        FailedRequests failed = new FailedRequests();
        lock.lock();
        try {
            closed = true;
            line.close(failed);
            if (opening != null) {
                opening.close();
            }
            if (connection != null) {
                connection.close();
            }
            sendersTurn.signalAll();
            receiversTurn.signalAll();
        } finally {
            lock.unlock();
        }
        failed.report();
    }

    // For the sender.

    /** Waits until there is something to send; returns false where the pipeline is closed. */
    boolean awaitRequests() {
        lock.lock();
        try {
            while (!closed && !line.hasQueued()) {
                sendersTurn.awaitUninterruptibly();
            }
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    /**
     * While there is no connection: fails what can't wait longer, then pauses until the time or until something else
     * can't.
     */
    void pause(long untilNanos) {
        expireUnreachable();
        lock.lock();
        try {
            long now = System.nanoTime();
            long left = Math.min(untilNanos - now, line.nanosToNextUnreachable(now));
            while (!closed && left > 0) {
                left = sendersTurn.awaitNanos(left);
            }
        } catch (InterruptedException e) {
            // Nobody who means it interrupts this thread, and a shorter pause harms nobody.
        } finally {
            lock.unlock();
        }
    }

    /** Takes note that a connection is being opened; returns false where the pipeline is closed. */
    boolean onOpening(Connection next) {
        lock.lock();
        try {
            opening = next;
            return !closed;
        } finally {
            lock.unlock();
        }
    }

    /** Takes note that the connection has been opened. */
    void onOpened(Connection next) {
        lock.lock();
        try {
            opening = null;
            connection = next;
            line.onConnected();
            receiversTurn.signal();
        } finally {
            lock.unlock();
        }
    }

    /** Takes note that no connection could be opened, and fails what can't wait longer. */
    void onOpenFailed(Exception cause) {
        lock.lock();
        try {
            opening = null;
            line.onConnectFailed(cause);
        } finally {
            lock.unlock();
        }
        expireUnreachable();
    }

    private void expireUnreachable() {
        FailedRequests failed = new FailedRequests();
        lock.lock();
        try {
            long now = System.nanoTime();
            line.failUnreachable(now, failed);
            line.expire(now, failed);
        } finally {
            lock.unlock();
        }
        failed.report();
    }

    /** Waits for requests to send on this connection; returns false where it has ended. */
    boolean takeBatch(Connection current, List<Request> batch) {
        lock.lock();
        try {
            while (connection == current && !closed && !line.hasQueued()) {
                sendersTurn.awaitUninterruptibly();
            }
            if (connection != current || closed) {
                return false;
            }
            line.takeBatch(batch, Connection.WRITE_BYTES_MAX, System.nanoTime());
            return true;
        } finally {
            lock.unlock();
        }
    }

    /** Waits until the receiver has declared that this connection has ended. */
    void awaitLost(Connection current) {
        lock.lock();
        try {
            while (connection == current && !closed) {
                sendersTurn.awaitUninterruptibly();
            }
        } finally {
            lock.unlock();
        }
    }

    // For the receiver.

    /** Waits for a connection; returns null where the pipeline is closed. */
    @Nullable Connection awaitConnection() {
        lock.lock();
        try {
            while (!closed && connection == null) {
                receiversTurn.awaitUninterruptibly();
            }
            return closed ? null : connection;
        } finally {
            lock.unlock();
        }
    }

    /** As {@link RequestLine#takeAnswered}. */
    @Nullable Request takeAnswered() {
        lock.lock();
        try {
            return line.takeAnswered();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Fails the requests whose time has passed.
     *
     * @return how long nothing needs to be done, more than 0; or 0 where the connection is to be replaced
     */
    long expire() {
        FailedRequests failed = new FailedRequests();
        long nanos;
        lock.lock();
        try {
            long now = System.nanoTime();
            line.expire(now, failed);
            nanos = line.isStalled(now) ? 0 : Math.max(1, line.nanosToNextDeadline(now));
        } finally {
            lock.unlock();
        }
        failed.report();
        return nanos;
    }

    /** Takes note that the connection has ended. */
    void onLost(Exception cause) {
        FailedRequests failed = new FailedRequests();
        lock.lock();
        try {
            connection = null;
            line.onConnectionLost(cause, System.nanoTime(), failed);
            sendersTurn.signal();
        } finally {
            lock.unlock();
        }
        failed.report();
    }
}
