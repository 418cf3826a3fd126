package dev.kvlb.internal.link;

/**
 * A state machine that is driven from outside: by the shell's event loop, or by a simulator.
 *
 * <p>In each turn {@link #onTime} comes first, then whatever came in on links, then {@link #onTurnEnded}; all on one
 * thread. A core knows no clock, no socket, no thread and no source of chance but what it is given.
 */
public interface Core {
    /** What {@link #nextDeadlineNanos} returns where there is no deadline. */
    long NO_DEADLINE = Long.MAX_VALUE;

    /** Time has gone on: what is due by {@code nowNanos}, a reading of a clock that never goes back, is done. */
    void onTime(long nowNanos);

    /** Every input of this turn has been handed on: what was put off, to be done once for all of it, is done now. */
    void onTurnEnded();

    /** Returns when {@link #onTime} must be called at the latest, or {@link #NO_DEADLINE}. */
    long nextDeadlineNanos();

    /** Begins the orderly end: what is under way is brought to its end, within a bounded time, and peers are told. */
    void drain();

    /** Returns whether the orderly end has come. */
    boolean isEnded();
}
