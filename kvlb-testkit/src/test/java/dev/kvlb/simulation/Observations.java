package dev.kvlb.simulation;

import dev.kvlb.protocol.FieldName;
import dev.kvlb.protocol.Frame;
import dev.kvlb.protocol.MemberRole;
import dev.kvlb.protocol.MessageType;
import dev.kvlb.simulation.Ledger.State;
import dev.kvlb.simulation.Ledger.Write;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.BiConsumer;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Looks at the frames that go by: counts the rare paths, and checks what can be checked at once. */
final class Observations implements FrameObserver {
    private final Cluster cluster;
    private final Trace trace;
    private final Counters counters;
    private final Ledger ledger;
    private final ReadyMembers ready;
    private final Exchanges exchanges = new Exchanges();
    private final Map<Long, SimProcess> donors = new HashMap<>();
    private final Map<SimLink, Long> epochsReported = new HashMap<>();
    private final Set<Long> seen = new HashSet<>();
    private BiConsumer<SimProcess, SimProcess> whenExporting = (donor, learner) -> {};
    private BiConsumer<SimProcess, SimProcess> whenJoining = (donor, learner) -> {};
    private Consumer<SimProcess> whenReported = worker -> {};
    private long settledInView;
    private final CommitProbe probe;
    private final Continuity continuity;
    private final History history;
    private final FullMembers full;
    private final SetAside setAside;

    Observations(
            Trace trace,
            Counters counters,
            Ledger ledger,
            ReadyMembers ready,
            CommitProbe probe,
            Continuity continuity,
            History history,
            Cluster cluster) {
        this.cluster = cluster;
        this.trace = trace;
        this.counters = counters;
        this.ledger = ledger;
        this.ready = ready;
        this.probe = probe;
        this.continuity = continuity;
        this.history = history;
        this.full = new FullMembers(counters);
        this.setAside = new SetAside(counters);
    }

    /** Returns the requests on each connection, which clients tell of. */
    Exchanges exchanges() {
        return exchanges;
    }

    /** Says what to do whenever the export of a worker to another one begins to arrive. */
    void whenExporting(BiConsumer<SimProcess, SimProcess> action) {
        whenExporting = action;
    }

    /** Says what to do whenever a worker is told that it is let in, and another one that it exports to it. */
    void whenJoining(BiConsumer<SimProcess, SimProcess> action) {
        whenJoining = action;
    }

    /** Says what to do whenever a worker has told a balancer that begins all that it holds unsettled. */
    void whenReported(Consumer<SimProcess> action) {
        whenReported = action;
    }

    // What the balancer sends.

    @Override
    public void onSent(SimLink from, Frame frame) {
        if (cluster.balancer().isSuperseded(from.process())) {
            onSentUnheard(frame);
            return;
        }
        switch (frame.type()) {
            case VERSIONED_STORE, VERSIONED_DELETE -> {
                if (ledger.onStamped(frame)) {
                    counters.add(Counter.WRITE_REDRIVEN);
                } else if (frame.type() == MessageType.VERSIONED_STORE) {
                    full.onPutStamped(from.process(), frame);
                }
            }
            case VIEW_START -> onViewSent(from, frame);
            case VIEW_MEMBER -> {
                ready.onViewMember(frame);
                if (ready.isNew()) {
                    full.onViewMember(frame);
                }
            }
            case VIEW_END -> onViewComplete(from.process());
            case HEARTBEAT -> onSettledSent(from.process(), frame.number(FieldName.SETTLED));
            case EXPORT_ORDER -> {
                SimProcess donor = from.remote();
                SimProcess before = donors.put(frame.number(FieldName.JOIN), donor);
                if (before != null && before != donor) {
                    counters.add(Counter.DONOR_REPLACED);
                }
            }
            case JOIN -> onJoinSent(from, frame);
            case PUT_RESPONSE,
                    GET_RESPONSE,
                    DELETE_RESPONSE,
                    VERSIONED_PUT_RESPONSE,
                    VERSIONED_GET_RESPONSE,
                    VERSIONED_DELETE_RESPONSE -> onReplySent(from, frame);
            case ERROR -> exchanges.onReplied(from);
            case ORDER_RESPONSE -> continuity.onOrderAnswered(frame);
            default -> {}
        }
    }

    /**
     * A balancer whose place another one has taken goes on. No client hears of what it does; and as it can't record another
     * view, what it says to be settled all those hold with whom the next one begins.
     */
    private void onSentUnheard(Frame frame) {
        switch (frame.type()) {
            case VERSIONED_STORE, VERSIONED_DELETE -> ledger.onStampedUnheard(frame, probe.settled());
            case HEARTBEAT -> probe.onSettled(frame.number(FieldName.SETTLED));
            default -> {}
        }
    }

    private void onViewSent(SimLink from, Frame start) {
        ready.onViewStart(start, from.process());
        if (ready.isNew()) {
            counters.add(Counter.VIEWS);
            settledInView = start.number(FieldName.SETTLED);
            full.onViewStart();
        }
        Seen.of(from.process()).onViewSent(start);
    }

    private void onViewComplete(SimProcess balancer) {
        continuity.checkJoins(ready.isNew() ? ready.next() : ready.incarnations());
        if (!ready.isNew()) {
            return;
        }
        Continuity.Step step = continuity.onView(ready.next(), ready.lastIncarnations(), ready.epoch());
        boolean another = continuity.isAnotherCluster();
        if (step != Continuity.Step.GOES_ON) {
            counters.add(step == Continuity.Step.BEGINS_EMPTY ? Counter.BEGUN_EMPTY : Counter.BEGUN_WITH_LEFTOVERS);
            trace.note("the data is given up: " + step);
            startOver(step == Continuity.Step.BEGINS_WITH_LEFTOVERS, another);
        } else if (another && ready.lastIncarnations().isEmpty()) {
            ledger.startOver(continuity.cluster(), true);
        } else if (another) {
            throw new Violation("I9: another cluster begins, and nobody gave up the data of the one before");
        }
        probe.onReady(ready.onViewEnd());
        onSettledSent(balancer, settledInView);
    }

    private void startOver(boolean leftovers, boolean anotherCluster) {
        exchanges.startOver();
        history.startOver(leftovers, probe.isLinearizable());
        // In the eventual mode a balancer goes on with the workers that it finds, who may not know of others.
        boolean versionsMayRepeat = anotherCluster || !probe.isLinearizable();
        boolean versionsMayGoBack = versionsMayRepeat || continuity.mayGoBackInEpochs();
        ledger.startOver(continuity.cluster(), versionsMayGoBack);
        probe.startOver(versionsMayGoBack);
    }

    private void onSettledSent(SimProcess balancer, long settled) {
        // Who is no member is told nothing of what is settled.
        if (settled != 0) {
            Seen.of(balancer).onSettledSent(settled, balancer);
            probe.onSettled(settled);
        }
    }

    private void onReplySent(SimLink from, Frame response) {
        Operation request = exchanges.onReplied(from);
        if (request == null) {
            throw new Violation("I7: the balancer replies where no reply is due: " + response);
        }
        // What was found out before the data was given up, and waited for the reply before it, is judged no more.
        if (!request.key.isValid() || request.beginning != probe.beginning()) {
            return;
        }
        boolean deleted = response.type() == MessageType.VERSIONED_DELETE_RESPONSE;
        if (deleted && response.number(FieldName.VERSION) != 0) {
            ledger.resolve(response.number(FieldName.VERSION), request);
        }
        probe.onResponse(request, response, exchanges.shown(from));
    }

    private void onJoinSent(SimLink to, Frame join) {
        continuity.onJoin(join, Seen.of(to.remote()).incarnation());
        boolean asReady = join.number(FieldName.ROLE) == MemberRole.READY;
        if (asReady && donors.containsKey(join.number(FieldName.JOIN))) {
            counters.add(Counter.PROMOTED_WITHOUT_DONOR);
        }
    }

    // What arrives.

    @Override
    public void onDelivered(SimLink to, Frame frame) {
        trace.delivered(to, frame);
        if (cluster.balancer().isSuperseded(to.process())) {
            return;
        }
        Seen known = Seen.of(to.process());
        switch (frame.type()) {
            case VIEW_START -> {
                if (Seen.of(to.process()).kind() == ProcessKind.WORKER) {
                    cluster.ofProcess(to.process()).ifPresent(worker -> checkBelongs(worker, known.cluster()));
                    known.onView(frame, to.process());
                } else if (frame.number(FieldName.MEMBERS) > 0) {
                    epochsReported.put(to, frame.number(FieldName.EPOCH));
                }
            }
            case REPORT -> continuity.onReport(frame, Seen.of(to.remote()).incarnation());
            case SHUTDOWN -> {
                if (Seen.of(to.remote()).kind() == ProcessKind.WORKER) {
                    continuity.onLeftInOrder(Seen.of(to.remote()).incarnation());
                }
            }
            case RESET, RECOVER -> continuity.onOrder(frame.type());
            case VIEW_MEMBER -> known.onViewMember(frame);
            case VIEW_END -> {
                known.onViewComplete();
                Long epoch = epochsReported.remove(to);
                if (epoch != null) {
                    long reported = Seen.of(to.remote()).cluster();
                    continuity.onViewReported(
                            reported, epoch, cluster.balancer().isOpening());
                }
                cluster.ofProcess(to.process()).ifPresent(worker -> setAside.onView(worker, known.isReady()));
            }
            case JOIN -> {
                cluster.ofProcess(to.process()).ifPresent(worker -> setAside.onJoin(worker, frame, known.isReady()));
                known.onJoin(frame);
                SimProcess donor = donors.get(frame.number(FieldName.JOIN));
                if (donor != null) {
                    whenJoining.accept(donor, to.process());
                }
            }
            case UNSETTLED_END -> whenReported.accept(to.remote());
            case CAPACITY -> full.onCapacity(to, frame);
            case IMPORT_DONE -> counters.add(Counter.IMPORTS);
            case STORE_SETTLED -> {
                if (known.isAhead(frame)) {
                    counters.add(Counter.SETTLED_IN_OLD_VIEW);
                }
            }
            case VERSIONED_RETRIEVE_RESPONSE -> onRetrieved(frame);
            case VERSIONED_NOTIFY, NOTIFY_DELETE -> {
                if (known.isBehind(frame)) {
                    counters.add(Counter.NOTIFY_EARLY);
                }
                if (!seen.add(key(to, frame.number(FieldName.VERSION)))) {
                    counters.add(Counter.NOTIFY_RESENT);
                }
            }
            case VERSIONED_TOMBSTONE -> counters.add(Counter.TOMBSTONE_EXPORTED);
            case PUT, GET, DELETE -> {
                Operation request = exchanges.onArrived(to);
                if (request.key.isValid()) {
                    probe.onRequest(request);
                }
            }
            case VERSIONED_EXPORT_START -> onExport(to, frame.number(FieldName.JOIN), known.join());
            default -> {}
        }
    }

    /** A worker is told a view, on a connection that it has not given up: it obeys, and gives up what it held. */
    private static void checkBelongs(SimWorker worker, long obeyed) {
        long held = worker.core().snapshot().cluster();
        if (held != 0 && held != obeyed) {
            throw new Violation("R10: " + worker + " holds data of cluster " + Long.toHexString(held)
                    + " and obeys the balancer of " + Long.toHexString(obeyed));
        }
    }

    private void onRetrieved(Frame response) {
        Write shown = ledger.of(response.number(FieldName.VERSION));
        if (shown != null && shown.state == State.IN_FLIGHT) {
            counters.add(Counter.READ_HELD);
        }
    }

    private void onExport(SimLink to, long join, long joinKnown) {
        if (join != joinKnown) {
            counters.add(join > joinKnown ? Counter.EXPORT_EARLY : Counter.EXPORT_STALE);
        }
        if (!seen.add(key(to, join))) {
            counters.add(Counter.EXPORT_RESTARTED);
        }
        whenExporting.accept(to.remote(), to.process());
    }

    /** A number for what goes from one process to another; that two are alike matters only to the counters. */
    private static long key(SimLink to, long what) {
        return (what * 0x9e37_79b9_7f4a_7c15L ^ Seen.of(to.process()).id()) * 0x9e37_79b9_7f4a_7c15L
                ^ Seen.of(to.remote()).id();
    }

    @Override
    public void onHeldBack(SimLink to) {
        if (Seen.of(to.remote()).kind() == ProcessKind.CLIENT) {
            counters.add(Counter.CLIENT_HELD_BACK);
        }
    }

    // What workers store.

    /** A worker has stored a write. */
    void onStored(SimWorker worker, long version, @Nullable SimKey key, boolean tombstone) {
        // The ledger knows nothing of what workers of a cluster that was given up tell one another.
        if (Seen.of(worker.process()).cluster() == continuity.cluster()) {
            probe.onStored(worker, ledger.held(version, key, tombstone, worker));
        }
    }

    /** A worker has forgotten a tombstone. */
    void onForgotten(SimWorker worker, long version, @Nullable SimKey key) {
        counters.add(Counter.TOMBSTONE_FORGOTTEN);
        if (Seen.of(worker.process()).cluster() == continuity.cluster()) {
            probe.onForgotten(worker, ledger.held(version, key, true, worker));
        }
    }

    /** A worker did not store a write: it has a later one. */
    void onPassedOver() {
        counters.add(Counter.OLD_VERSION_APPLIED);
    }
}
