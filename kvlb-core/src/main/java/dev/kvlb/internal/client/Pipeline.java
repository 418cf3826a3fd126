package dev.kvlb.internal.client;

import dev.kvlb.KvlbException;
import java.io.IOException;
import java.util.ArrayList;
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

    /** Whether somebody writes; it stays so after a write that failed, until the connection is declared lost. */
    private boolean writing;

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
            wakeForQueued();
            return true;
        } finally {
            lock.unlock();
        }
    }

    /**
     * Lets a request in whose caller waits for the answer; returns false, and does nothing, where the pipeline is closed.
     *
     * <p>Where nothing else is under way, the caller writes it: that saves waking the sender, and can't block, since the
     * balancer has read all that came before. Where many callers ask, the sender does, who takes many requests at once.
     */
    boolean addAndSend(Request request, long nowNanos) {
        FailedRequests failed = new FailedRequests();
        List<byte[]> frames = new ArrayList<>();
        Connection writable = null;
        lock.lock();
        try {
            if (closed) {
                return false;
            }
            line.add(request, nowNanos);
            if (connection != null && !writing && line.hasOneAlone(Connection.BUFFERED_BYTES_MIN)) {
                writable = connection;
                writing = true;
                line.takeBatch(frames, Connection.BUFFERED_BYTES_MIN, nowNanos, failed);
            } else {
                wakeForQueued();
            }
        } finally {
            lock.unlock();
        }
        failed.report();
        if (writable != null) {
            write(writable, frames);
        }
        return true;
    }

    private void write(Connection current, List<byte[]> frames) {
        try {
            current.write(frames);
            onWritten(current);
        } catch (IOException e) {
            // Nobody writes on it any more: the receiver is to find out what it still brings, and that it has ended.
        }
    }

    /** Wakes those who have to do with a request that was queued. */
    private void wakeForQueued() {
        if (connection == null) {
            receiversTurn.signal();
        }
        if (!writing) {
            sendersTurn.signal();
        }
    }

    /** As {@link RequestLine#giveUp}. */
    @Nullable KvlbException giveUp(Request request, boolean interrupted) {
        lock.lock();
        try {
            KvlbException failure = line.giveUp(request, interrupted);
            // What waited behind it may go now.
            sendersTurn.signal();
            return failure;
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

    /** Waits until the time has come, or the pipeline is closed. */
    void pause(long untilNanos) {
        lock.lock();
        try {
            long left = untilNanos - System.nanoTime();
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

    /** Takes note that no connection could be opened. */
    void onOpenFailed(Exception cause) {
        lock.lock();
        try {
            opening = null;
            line.onConnectFailed(cause);
        } finally {
            lock.unlock();
        }
    }

    /** Waits for frames to send on this connection; returns false where it has ended. */
    boolean takeBatch(Connection current, List<byte[]> frames) {
        FailedRequests failed = new FailedRequests();
        lock.lock();
        try {
            while (connection == current && !closed && (writing || !line.hasSendable())) {
                sendersTurn.awaitUninterruptibly();
            }
            if (connection != current || closed) {
                return false;
            }
            writing = true;
            line.takeBatch(frames, Connection.WRITE_BYTES_MAX, System.nanoTime(), failed);
        } finally {
            lock.unlock();
        }
        failed.report();
        return true;
    }

    /** Takes note that the frames have been written. */
    void onWritten(Connection current) {
        lock.lock();
        try {
            if (connection == current) {
                writing = false;
                if (line.hasSendable()) {
                    sendersTurn.signal();
                }
            }
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

    /** Waits for a connection, and fails what can't wait longer for it; returns null where the pipeline is closed. */
    @Nullable Connection awaitConnection() {
        while (true) {
            FailedRequests failed = new FailedRequests();
            lock.lock();
            try {
                awaitOpened(failed);
                if (closed || connection != null) {
                    return closed ? null : connection;
                }
            } catch (InterruptedException e) {
                // Nobody who means it interrupts this thread.
            } finally {
                lock.unlock();
            }
            failed.report();
        }
    }

    /** Waits until there is a connection, the pipeline is closed, or requests have failed, which are not told yet. */
    private void awaitOpened(FailedRequests failed) throws InterruptedException {
        while (!closed && connection == null) {
            long now = System.nanoTime();
            line.failUnreachable(now, failed);
            line.expire(now, failed);
            if (!failed.isEmpty()) {
                return;
            }
            if (line.hasQueued()) {
                long unused = receiversTurn.awaitNanos(line.nanosToNextUnreachable(now));
            } else {
                receiversTurn.await();
            }
        }
    }

    /** As {@link RequestLine#onWelcome}. */
    void onWelcome() {
        lock.lock();
        try {
            line.onWelcome();
            sendersTurn.signal();
        } finally {
            lock.unlock();
        }
    }

    /**
     * Takes note that the balancer says that the protocol was broken, and ends the connection; returns whether that is
     * about what came first on it, so that it is the answer to no request.
     */
    boolean onProtocolError() {
        lock.lock();
        try {
            boolean first = !line.isDialectKnown();
            if (first) {
                line.onTurnedAway();
            }
            return first;
        } finally {
            lock.unlock();
        }
    }

    /** As {@link RequestLine#takeAnswered}. */
    @Nullable Request takeAnswered() {
        lock.lock();
        try {
            boolean learned = !line.isDialectKnown();
            Request request = line.takeAnswered();
            if (learned) {
                sendersTurn.signal();
            }
            if (request != null && connection != null) {
                connection.onAnswer();
            }
            return request;
        } finally {
            lock.unlock();
        }
    }

    /** As {@link RequestLine#takeGarbled}. */
    @Nullable Request takeGarbled() {
        lock.lock();
        try {
            return line.takeGarbled();
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
            if (!failed.isEmpty()) {
                // What waited behind them may go now.
                sendersTurn.signal();
            }
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
            writing = false;
            line.onConnectionLost(cause, System.nanoTime(), failed);
            sendersTurn.signal();
        } finally {
            lock.unlock();
        }
        failed.report();
    }
}
