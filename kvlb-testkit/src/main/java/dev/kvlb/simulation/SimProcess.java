package dev.kvlb.simulation;

import dev.kvlb.internal.link.Connector;
import dev.kvlb.internal.link.Core;
import dev.kvlb.internal.link.Endpoint;
import dev.kvlb.internal.link.LinkAcceptor;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One life of one process: drives a core in turns as the shell's event loop does, and may be paused, killed, or end by
 * itself.
 *
 * <p>A turn takes a while, and what comes meanwhile waits for the next one: so a turn may have one input or many. Its
 * clock counts from a moment of its own, as the clocks of processes do.
 */
public final class SimProcess implements Connector {
    private static final long TURN_MIN_NANOS = 2 * Chance.MICROS;
    private static final long TURN_MAX_NANOS = 150 * Chance.MICROS;
    private static final int PARTIAL_READ_ONE_IN = 16;
    private static final int CLOSED_LINKS_KEPT_MAX = 64;

    private final String name;
    private final SimHost host;
    private final SimNetwork network;
    private final Timeline timeline;
    private final Chance chance;
    private final boolean watched;
    private final long clockOffsetNanos;
    private final Runnable turn = this::turn;
    private final Runnable timer = this::onTimer;

    private final List<SimLink> links = new ArrayList<>();
    private final ArrayDeque<Runnable> tasks = new ArrayDeque<>();
    private final ArrayDeque<SimLink> readable = new ArrayDeque<>();
    private final ArrayDeque<SimLink> resumed = new ArrayDeque<>();
    private final ArrayDeque<SimLink> drained = new ArrayDeque<>();
    private final ArrayDeque<SimLink> closed = new ArrayDeque<>();
    private final ArrayDeque<SimLink> touched = new ArrayDeque<>();

    private Core core;
    private Runnable whenEnded;
    private @Nullable SimLink appending;
    private @Nullable Object attachment;
    private boolean paused;
    private boolean over;
    private boolean turnPlanned;
    private long busyUntilNanos;
    private long deadlineNanos = Core.NO_DEADLINE;
    private long timerNanos = Core.NO_DEADLINE;

    /**
     * Makes a process that does nothing before {@link #start}.
     *
     * @param watched whether the observer is shown what it appends to its links
     */
    @SuppressWarnings("NullAway.Init") // start() comes before anything else.
    public SimProcess(
            String name, boolean watched, SimHost host, SimNetwork network, Timeline timeline, Chance chance) {
        this.name = name;
        this.watched = watched;
        this.host = host;
        this.network = network;
        this.timeline = timeline;
        this.chance = chance;
        this.clockOffsetNanos = chance.any() >> 8;
    }

    /** Begins to drive the core; {@code whenEnded} is told when the core has come to its end by itself. */
    public void start(Core core, Runnable whenEnded) {
        this.core = core;
        this.whenEnded = whenEnded;
        wake();
    }

    public SimHost host() {
        return host;
    }

    /** Keeps something with this process, for whoever watches. */
    void attach(Object what) {
        attachment = what;
    }

    /** Returns what is kept with this process. */
    @Nullable Object attachment() {
        return attachment;
    }

    /** Returns whether it has ended or was killed. */
    public boolean isOver() {
        return over;
    }

    public boolean isPaused() {
        return paused;
    }

    /** Returns what this process takes for the time. */
    public long clockNanos() {
        return timeline.nowNanos() + clockOffsetNanos;
    }

    public void listen(int port, LinkAcceptor acceptor) {
        host.listen(port, this, acceptor);
    }

    @Override
    public void connect(Endpoint remote, Outcome outcome) {
        network.connect(this, remote, outcome);
    }

    /** Has something done in the next turn. */
    public void task(Runnable task) {
        if (!over) {
            tasks.add(task);
            wake();
        }
    }

    // The links of this process.

    void addLink(SimLink link) {
        if (links.size() >= CLOSED_LINKS_KEPT_MAX) {
            links.removeIf(SimLink::isOver);
        }
        links.add(link);
    }

    public List<SimLink> links() {
        return links;
    }

    void addReadable(SimLink link) {
        readable.add(link);
        wake();
    }

    void addResumed(SimLink link) {
        resumed.add(link);
        wake();
    }

    void addDrained(SimLink link) {
        drained.add(link);
        wake();
    }

    void addClosed(SimLink link) {
        closed.add(link);
        wake();
    }

    void addTouched(SimLink link) {
        touched.add(link);
    }

    /**
     * The core begins to append a frame to what it sends on a link. Of a process that is watched the observer is shown
     * what was appended, on whichever link, in the order in which it was.
     */
    void onAppending(SimLink link) {
        if (watched && link != appending) {
            showAppended();
            appending = link;
        }
    }

    /** The core is about to be given a frame: what it has sent by now it did not send for that. */
    void onDelivering() {
        showAppended();
    }

    private void showAppended() {
        if (appending != null) {
            appending.watchSent();
            appending = null;
        }
    }

    // Turns.

    /** Plans a turn for as soon as the process can. */
    public void wake() {
        if (!turnPlanned && !over) {
            turnPlanned = true;
            timeline.at(busyUntilNanos, turn);
        }
    }

    private void turn() {
        if (over || paused) {
            turnPlanned = false;
            return;
        }
        try {
            core.onTime(clockNanos());
            forEachNow(tasks, Runnable::run);
            read();
            forEachNow(resumed, SimLink::handOnKept);
            forEachNow(drained, SimLink::handOnDrained);
            forEachNow(closed, SimLink::handOnClosed);
            core.onTurnEnded();
            showAppended();
            forEachNow(touched, SimLink::settle);
        } catch (Violation e) {
            throw e;
        } catch (RuntimeException | Error e) {
            throw new Violation(name + " failed: " + e, e);
        }
        busyUntilNanos = timeline.nowNanos() + chance.mostlyShort(TURN_MIN_NANOS, TURN_MAX_NANOS);
        turnPlanned = false;
        if (core.isEnded()) {
            die(0);
            whenEnded.run();
            return;
        }
        if (!(tasks.isEmpty() && readable.isEmpty() && resumed.isEmpty() && drained.isEmpty() && closed.isEmpty())) {
            wake();
        }
        planTimer();
    }

    private void read() {
        int ready = readable.size();
        if (ready > 1) {
            // Which connection is read first is nobody's promise.
            for (int turns = chance.between(0, ready - 1); turns > 0; turns--) {
                readable.add(readable.remove());
            }
        }
        for (; ready > 0; ready--) {
            readable.remove().read(chance.oneIn(PARTIAL_READ_ONE_IN));
        }
    }

    private static <T> void forEachNow(ArrayDeque<T> queue, Consumer<T> step) {
        for (int left = queue.size(); left > 0; left--) {
            step.accept(queue.remove());
        }
    }

    private void planTimer() {
        long deadline = core.nextDeadlineNanos();
        deadlineNanos = deadline == Core.NO_DEADLINE ? deadline : deadline - clockOffsetNanos;
        if (deadlineNanos < timerNanos) {
            timerNanos = deadlineNanos;
            timeline.at(deadlineNanos, timer);
        }
    }

    private void onTimer() {
        if (timeline.nowNanos() < timerNanos) {
            return;
        }
        timerNanos = Core.NO_DEADLINE;
        if (deadlineNanos <= timeline.nowNanos()) {
            wake();
        } else if (deadlineNanos != Core.NO_DEADLINE) {
            timerNanos = deadlineNanos;
            timeline.at(deadlineNanos, timer);
        }
    }

    // Faults.

    /** Stands still: nothing is read and no timer fires; what comes waits with the operating system. */
    public void pause() {
        paused = true;
    }

    public void resume() {
        if (paused) {
            paused = false;
            wake();
        }
    }

    /** Ends at once; the other ends of its connections hear of it after this long at the earliest. */
    public void die(long silenceNanos) {
        if (!over) {
            over = true;
            for (SimLink link : links) {
                link.die(silenceNanos);
            }
        }
    }

    @Override
    public String toString() {
        return name;
    }
}
