package dev.kvlb.simulation;

import dev.kvlb.protocol.FieldName;
import dev.kvlb.protocol.Frame;
import dev.kvlb.protocol.MemberRole;
import dev.kvlb.protocol.MessageType;
import dev.kvlb.simulation.Ledger.State;
import dev.kvlb.simulation.Ledger.Write;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/** Looks at the frames that go by: counts the rare paths, and checks what can be checked at once. */
final class Observations implements FrameObserver {
    private final Trace trace;
    private final Counters counters;
    private final Ledger ledger;
    private final ReadyMembers ready;
    private final Exchanges exchanges = new Exchanges();
    private final Map<Long, SimProcess> donors = new HashMap<>();
    private final Set<Long> seen = new HashSet<>();
    private Consumer<SimProcess> whenExporting = donor -> {};
    private @Nullable CommitProbe probe;

    Observations(Trace trace, Counters counters, Ledger ledger, ReadyMembers ready) {
        this.trace = trace;
        this.counters = counters;
        this.ledger = ledger;
        this.ready = ready;
    }

    /** From now on all is checked as the linearizable mode promises it. */
    void probe(CommitProbe probe) {
        this.probe = probe;
    }

    /** Returns the requests on each connection, which clients tell of. */
    Exchanges exchanges() {
        return exchanges;
    }

    /** Says what to do whenever a worker begins to export. */
    void whenExporting(Consumer<SimProcess> action) {
        whenExporting = action;
    }

    // What the balancer sends.

    @Override
    public void onSent(SimLink from, Frame frame) {
        switch (frame.type()) {
            case VERSIONED_STORE, VERSIONED_DELETE -> {
                if (ledger.onStamped(frame)) {
                    counters.add(Counter.WRITE_REDRIVEN);
                }
            }
            case VIEW_START -> onViewSent(from, frame);
            case VIEW_MEMBER -> ready.onViewMember(frame);
            case VIEW_END -> {
                List<SimWorker> added = ready.onViewEnd();
                if (probe != null) {
                    probe.onReady(added);
                }
            }
            case HEARTBEAT -> onSettledSent(from, frame);
            case EXPORT_ORDER -> {
                SimProcess donor = from.remote();
                SimProcess before = donors.put(frame.number(FieldName.JOIN), donor);
                if (before != null && before != donor) {
                    counters.add(Counter.DONOR_REPLACED);
                }
            }
            case JOIN -> onJoinSent(frame);
            case PUT_RESPONSE,
                    GET_RESPONSE,
                    DELETE_RESPONSE,
                    VERSIONED_PUT_RESPONSE,
                    VERSIONED_GET_RESPONSE,
                    VERSIONED_DELETE_RESPONSE -> onReplySent(from, frame);
            case ERROR -> exchanges.onReplied(from);
            default -> {}
        }
    }

    private void onViewSent(SimLink from, Frame start) {
        onSettledSent(from, start);
        ready.onViewStart(start);
        if (from.process().seen().onViewSent(start)) {
            counters.add(Counter.VIEWS);
        }
    }

    private void onSettledSent(SimLink from, Frame frame) {
        long settled = frame.number(FieldName.SETTLED);
        if (settled != 0) {
            from.process().seen().onSettledSent(settled, from.process());
            if (probe != null) {
                probe.onSettled(settled);
            }
        }
    }

    private void onReplySent(SimLink from, Frame response) {
        Operation request = exchanges.onReplied(from);
        if (request == null) {
            throw new Violation("I7: the balancer replies where no reply is due: " + response);
        }
        boolean deleted = response.type() == MessageType.VERSIONED_DELETE_RESPONSE;
        if (deleted && response.number(FieldName.VERSION) != 0) {
            ledger.resolve(response.number(FieldName.VERSION), request);
        }
        if (probe != null && request.key.isValid()) {
            probe.onResponse(request, response);
        }
    }

    private void onJoinSent(Frame frame) {
        if (frame.number(FieldName.ROLE) == MemberRole.READY) {
            // There was nobody to import from: what had been acknowledged before may be lost.
            ledger.promiseNothingBefore();
            if (donors.containsKey(frame.number(FieldName.JOIN))) {
                counters.add(Counter.PROMOTED_WITHOUT_DONOR);
            }
        }
    }

    // What arrives.

    @Override
    public void onDelivered(SimLink to, Frame frame) {
        trace.delivered(to, frame);
        Seen known = to.process().seen();
        switch (frame.type()) {
            case VIEW_START -> {
                if (to.process().kind() == ProcessKind.WORKER) {
                    known.onView(frame, to.process());
                }
            }
            case VIEW_MEMBER -> known.onViewMember(frame);
            case VIEW_END -> known.onViewComplete();
            case JOIN -> known.onJoin(frame);
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
                if (probe != null && request.key.isValid()) {
                    probe.onRequest(request);
                }
            }
            case VERSIONED_EXPORT_START -> onExport(to, frame.number(FieldName.JOIN), known.join());
            default -> {}
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
        whenExporting.accept(to.remote());
    }

    /** A number for what goes from one process to another; that two are alike matters only to the counters. */
    private static long key(SimLink to, long what) {
        return (what * 0x9e37_79b9_7f4a_7c15L ^ to.process().seen().id()) * 0x9e37_79b9_7f4a_7c15L
                ^ to.remote().seen().id();
    }

    @Override
    public void onHeldBack(SimLink to) {
        if (to.remote().kind() == ProcessKind.CLIENT) {
            counters.add(Counter.CLIENT_HELD_BACK);
        }
    }

    // What workers store.

    /** A worker has stored a write. */
    void onStored(SimWorker worker, long version, @Nullable SimKey key, boolean tombstone) {
        Write write = ledger.held(version, key, tombstone, worker);
        if (probe != null) {
            probe.onStored(worker, write);
        }
    }

    /** A worker did not store a write: it has a later one. */
    void onPassedOver() {
        counters.add(Counter.OLD_VERSION_APPLIED);
    }
}
