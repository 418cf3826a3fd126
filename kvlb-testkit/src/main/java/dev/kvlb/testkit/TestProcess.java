package dev.kvlb.testkit;

/**
 * A worker or the balancer, which can be killed, paused and started again.
 *
 * <p>Methods may be called in any state: to kill what is dead, or pause what is paused, does nothing. Unless it says
 * otherwise, what a method does has been done when it returns, and what follows from it in the cluster has not: see {@link
 * TestCluster#awaitReady()}. Safe for use by several threads.
 */
public interface TestProcess extends TestNode {
    /**
     * Ends it at once, as {@code kill -9} does: its connections break, nothing that it had not sent is sent, and what
     * it held in memory is gone.
     */
    void kill();

    /** Starts it, if it does not live: a new process, which holds in memory nothing of what the one before it held. */
    void start();

    /** Kills it, if it lives, and starts it. */
    default void restart() {
        kill();
        start();
    }

    /**
     * Has it stand still, as {@code kill -STOP}, or a long pause of its garbage collector, would: it does nothing, its
     * connections stay, and what is sent to it waits.
     *
     * @throws IllegalStateException if it does not live
     */
    void pause();

    /** Has it go on, if it is paused: it finds that time has passed, and what has come meanwhile. */
    void resume();

    /** {@return whether it has been started and not been killed, stopped, or ended by itself} */
    boolean isAlive();

    /** {@return whether it lives and stands still} */
    boolean isPaused();
}
