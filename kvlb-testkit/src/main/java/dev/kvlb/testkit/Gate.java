package dev.kvlb.testkit;

/** A place that the thread of an event loop comes by, and where it can be made to stand still. */
final class Gate {
    private volatile boolean shut;

    /** Whether a thread stands here; guarded by this. */
    private boolean held;

    /** The thread of the loop comes by: where the gate is shut it goes on when that is opened. */
    void pass() {
        if (shut) {
            stand();
        }
    }

    private synchronized void stand() {
        held = true;
        notifyAll();
        awaitWhile(() -> shut);
        held = false;
    }

    /**
     * Shuts the gate, and waits until the thread stands there; does nothing where it does.
     *
     * @param visit what has the thread come by, and returns when it has passed
     * @throws IllegalStateException if the visit ends and nobody has come by
     */
    void hold(Runnable visit) {
        Visit coming = new Visit(visit);
        synchronized (this) {
            if (held) {
                return;
            }
            shut = true;
            coming.start();
            awaitWhile(() -> !held && !coming.over);
            if (!held) {
                shut = false;
                throw new IllegalStateException("it can't be paused: it has ended, or does not use the store or queue"
                        + " that the cluster gave it; set those by the builder of the cluster");
            }
        }
    }

    /** Opens the gate. */
    synchronized void open() {
        shut = false;
        notifyAll();
    }

    synchronized boolean isHolding() {
        return held && shut;
    }

    private interface Condition {
        boolean holds();
    }

    private synchronized void awaitWhile(Condition condition) {
        boolean interrupted = false;
        while (condition.holds()) {
            try {
                wait();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private final class Visit extends Thread {
        private final Runnable visit;
        private boolean over; // guarded by the gate

        Visit(Runnable visit) {
            super("kvlb-testkit-pause");
            this.visit = visit;
            setDaemon(true);
        }

        @Override
        public void run() {
            try {
                visit.run();
            } catch (IllegalStateException e) {
                // What was to be visited has ended.
            } finally {
                synchronized (Gate.this) {
                    over = true;
                    Gate.this.notifyAll();
                }
            }
        }
    }
}
