package dev.kvlb.simulation;

import dev.kvlb.LoadBalancerListener;
import dev.kvlb.WorkerListener;
import dev.kvlb.protocol.FieldName;
import dev.kvlb.protocol.Frame;
import dev.kvlb.protocol.MemberRole;
import dev.kvlb.protocol.MessageType;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Looks at the frames that go by and at what the listeners are told: counts the rare paths, and checks what can be
 * checked at once.
 */
final class Observations implements FrameObserver {
    private final Trace trace;
    private final Counters counters;
    private final Versions versions;
    private final ReadyMembers ready;
    private final Map<Long, SimProcess> donors = new HashMap<>();
    private final Set<Long> seen = new HashSet<>();
    private Consumer<SimProcess> whenExporting = donor -> {};
    private @Nullable CommitProbe probe;
    private boolean suspended;

    Observations(Trace trace, Counters counters, Versions versions, ReadyMembers ready) {
        this.trace = trace;
        this.counters = counters;
        this.versions = versions;
        this.ready = ready;
    }

    /** From now on each reply is checked as the linearizable mode promises it. */
    void probe(CommitProbe probe) {
        this.probe = probe;
    }

    /** Returns whether nothing is served any more, and no worker of the last view that held all data is left. */
    boolean isSuspendedForGood() {
        return suspended && ready.live().isEmpty();
    }

    /** Says what to do whenever a worker begins to export. */
    void whenExporting(Consumer<SimProcess> action) {
        whenExporting = action;
    }

    @Override
    public void onSent(SimLink from, Frame frame) {
        switch (frame.type()) {
            case VERSIONED_STORE -> {
                if (versions.onStamped(frame.number(FieldName.VERSION), frame)) {
                    counters.add(Counter.WRITE_REDRIVEN);
                }
            }
            case VIEW_START -> {
                ready.onViewStart(frame);
                if (from.process().seen().onViewSent(frame)) {
                    counters.add(Counter.VIEWS);
                }
            }
            case VIEW_MEMBER -> ready.onViewMember(frame);
            case VIEW_END -> {
                List<SimWorker> added = ready.onViewEnd();
                if (probe != null) {
                    probe.onReady(added);
                }
            }
            case EXPORT_ORDER -> {
                SimProcess donor = from.remote();
                SimProcess before = donors.put(frame.number(FieldName.JOIN), donor);
                if (before != null && before != donor) {
                    counters.add(Counter.DONOR_REPLACED);
                }
            }
            case JOIN -> onJoinSent(frame);
            case PUT_RESPONSE, GET_RESPONSE -> {
                if (probe != null) {
                    probe.onResponse(from, frame, frame.type() == MessageType.PUT_RESPONSE);
                }
            }
            case ERROR -> {
                if (probe != null) {
                    probe.onError(from);
                }
            }
            default -> {}
        }
    }

    private void onJoinSent(Frame frame) {
        if (frame.number(FieldName.ROLE) == MemberRole.READY) {
            // There was nobody to import from: what had been acknowledged before may be lost.
            versions.forgetAcknowledged();
            if (donors.containsKey(frame.number(FieldName.JOIN))) {
                counters.add(Counter.PROMOTED_WITHOUT_DONOR);
            }
        }
    }

    @Override
    public void onDelivered(SimLink to, Frame frame) {
        trace.delivered(to, frame);
        Seen known = to.process().seen();
        switch (frame.type()) {
            case VIEW_START -> known.onView(frame, to.process());
            case VIEW_END -> known.onViewComplete();
            case JOIN -> known.onJoin(frame);
            case IMPORT_DONE -> counters.add(Counter.IMPORTS);
            case STORE_SETTLED -> {
                if (known.isAhead(frame)) {
                    counters.add(Counter.SETTLED_IN_OLD_VIEW);
                }
            }
            case VERSIONED_NOTIFY -> {
                if (known.isBehind(frame)) {
                    counters.add(Counter.NOTIFY_EARLY);
                }
                if (!seen.add(key(to, frame.number(FieldName.VERSION)))) {
                    counters.add(Counter.NOTIFY_RESENT);
                }
            }
            case PUT, GET -> {
                if (probe != null) {
                    probe.onRequest(to, frame, frame.type() == MessageType.PUT);
                }
            }
            case VERSIONED_EXPORT_START -> onExport(to, frame.number(FieldName.JOIN), known.join());
            default -> {}
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

    // Listeners.

    /** Returns what the balancer's listener counts. */
    LoadBalancerListener ofBalancer() {
        return new BalancerEvents();
    }

    private final class BalancerEvents implements LoadBalancerListener {
        private final Set<Long> ready = new HashSet<>();

        @Override
        public void onWorkerJoined(long workerId, String peerAddress) {
            counters.add(Counter.JOINS);
        }

        @Override
        public void onWorkerReady(long workerId) {
            ready.add(workerId);
        }

        @Override
        public void onWorkerLeft(long workerId, String reason) {
            trace.note("worker " + workerId + " left: " + reason);
            if (!ready.remove(workerId)) {
                counters.add(Counter.LEARNER_DROPPED);
            } else if (ready.isEmpty()) {
                counters.add(Counter.ALL_READY_LOST);
            }
            if (reason.contains("unanswered")) {
                counters.add(Counter.SILENT_WORKER_REMOVED);
            } else if (reason.contains("reach one another")) {
                counters.add(Counter.UNREACHABLE_WORKER_REMOVED);
            } else if (reason.contains("connected again")) {
                counters.add(Counter.NAMESAKE_REPLACED);
            }
        }

        @Override
        public void onSuspended(String reason) {
            trace.note("suspended: " + reason);
            counters.add(Counter.SUSPENDED);
            suspended = true;
        }

        @Override
        public void onResumed() {
            trace.note("resumed");
            counters.add(Counter.RESUMED);
            suspended = false;
        }

        @Override
        public void onWorkerRefused(String host, String reason) {
            counters.add(Counter.WORKER_REFUSED);
        }

        @Override
        public void onPeerMisbehaved(String host, String reason) {
            if (reason.startsWith("did not read its replies")) {
                counters.add(Counter.SLOW_CLIENT_DISCONNECTED);
            } else {
                throw new Violation("the balancer says that " + host + " misbehaved: " + reason);
            }
        }
    }

    /** Returns the listener of a worker: among our own programs nobody ever misbehaves. */
    WorkerListener ofWorker(SimProcess process) {
        return new WorkerListener() {
            @Override
            public void onPeerMisbehaved(String host, String reason) {
                if (!reason.contains("is registered already")) {
                    throw new Violation(process + " says that " + host + " misbehaved: " + reason);
                }
            }
        };
    }
}
