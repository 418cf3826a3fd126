package dev.kvlb.internal.transport;

import java.util.ArrayDeque;

/**
 * Tasks that any thread hands to the loop, in the order in which they came.
 *
 * <p>Waking a selector is a system call, so it is done only for the first task that comes while the loop is parked: the
 * loop says {@link #park()} before it waits, and {@link #run()} afterwards.
 */
final class TaskQueue {
    private final Runnable wakeup;

    private final Object lock = new Object();
    private ArrayDeque<Runnable> waiting = new ArrayDeque<>();
    private boolean parked;
    private boolean closed;

    /** Only the loop's thread uses it: empty but while {@link #run()} works it off. */
    private ArrayDeque<Runnable> running = new ArrayDeque<>();

    TaskQueue(Runnable wakeup) {
        this.wakeup = wakeup;
    }

    /** Takes a task; returns whether it did, which it does until it is closed. */
    boolean add(Runnable task) {
        synchronized (lock) {
            if (closed) {
                return false;
            }
            waiting.add(task);
            if (!parked) {
                return true;
            }
            parked = false;
        }
        wakeup.run();
        return true;
    }

    /** The loop wants to wait; returns whether it may, because no task does. */
    boolean park() {
        synchronized (lock) {
            parked = waiting.isEmpty();
            return parked;
        }
    }

    /** Runs the tasks that have come; those that come meanwhile stay for the next turn. */
    void run() {
        synchronized (lock) {
            parked = false;
            if (waiting.isEmpty()) {
                return;
            }
            ArrayDeque<Runnable> empty = running;
            running = waiting;
            waiting = empty;
        }
        for (Runnable task = running.poll(); task != null; task = running.poll()) {
            task.run();
        }
    }

    /** Drops what waits, and takes no more. */
    void close() {
        synchronized (lock) {
            closed = true;
            waiting.clear();
        }
    }
}
