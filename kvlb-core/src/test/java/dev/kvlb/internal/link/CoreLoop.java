package dev.kvlb.internal.link;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Drives one core in simulated time, turn by turn, as the shell's event loop drives it in real time: it is called when
 * something has come in, and at the latest when it asked to be.
 */
public final class CoreLoop {
    /** The time at which it begins: below 0, as a reading of {@link System#nanoTime()} may be. */
    public static final long START_NANOS = -Duration.ofHours(12).toNanos();

    private static final int TURNS_MAX = 100_000;

    private final Core core;
    private final List<RecordingLink> links = new ArrayList<>();
    private long nowNanos = START_NANOS;

    /** Makes a loop for a core that counts from {@link #START_NANOS}. */
    public CoreLoop(Core core) {
        this.core = core;
    }

    /** Drives this connection, too, until it is over. */
    public RecordingLink add(RecordingLink link) {
        links.add(link);
        return link;
    }

    /** Lets a connection from this host come in; the core learns of it now, and hears from it in later turns. */
    public RecordingLink connect(LinkAcceptor acceptor, String host) {
        RecordingLink link = new RecordingLink(host);
        link.attach(acceptor.onAccepted(link));
        return add(link);
    }

    /** Runs one turn: time, what came in, the end of the turn; then the network takes what was sent. */
    public void turn() {
        core.onTime(nowNanos);
        List.copyOf(links).forEach(RecordingLink::handOn);
        core.onTurnEnded();
        links.forEach(RecordingLink::settle);
        links.removeIf(RecordingLink::isOver);
    }

    /** Runs turns until there is nothing left to do at this time. */
    public void run() {
        int turns = 0;
        do {
            turn();
            if (++turns == TURNS_MAX) {
                throw new AssertionError("the core finds no rest");
            }
        } while (isBusy());
    }

    private boolean isBusy() {
        return core.nextDeadlineNanos() <= nowNanos || links.stream().anyMatch(RecordingLink::hasWork);
    }

    /** Lets time go on, with a turn whenever the core asked for one. */
    public void advance(Duration duration) {
        advance(duration, () -> {});
    }

    /**
     * Lets time go on, with a turn whenever the core asked for one.
     *
     * @param reaction what the rest of the world does after each turn
     */
    public void advance(Duration duration, Runnable reaction) {
        long untilNanos = nowNanos + duration.toNanos();
        while (core.nextDeadlineNanos() < untilNanos) {
            nowNanos = Math.max(nowNanos, core.nextDeadlineNanos());
            run();
            reaction.run();
        }
        nowNanos = untilNanos;
        run();
        reaction.run();
    }

    /** Lets time go on while the process stands still: there is no turn before the end. */
    public void standStill(Duration duration) {
        nowNanos += duration.toNanos();
        run();
    }

    /** Returns the time. */
    public long nowNanos() {
        return nowNanos;
    }
}
