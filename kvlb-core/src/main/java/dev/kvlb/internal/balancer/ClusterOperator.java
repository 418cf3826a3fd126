package dev.kvlb.internal.balancer;

import dev.kvlb.BalancerSnapshot;
import dev.kvlb.BalancerSnapshot.Phase;
import dev.kvlb.internal.link.ErrorFrame;
import dev.kvlb.protocol.ClusterState;
import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.FrameWriter;
import dev.kvlb.protocol.MemberRole;
import dev.kvlb.protocol.MessageType;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Tells people the state of the cluster, and carries out what they decide when nobody else can. */
final class ClusterOperator implements Operator {
    private final Replication replication;
    private final Lobby lobby;
    private final Recovery recovery;
    private final Membership membership;
    private final Joins joins;
    private final Supplier<BalancerSnapshot> snapshot;
    private final MetricsReport metrics;
    private final long newCluster;

    /** The orders that were carried out, and are not recorded yet. */
    private final List<Outcome> unrecorded = new ArrayList<>();

    /**
     * Makes one.
     *
     * @param snapshot of the whole balancer
     * @param newCluster the identity of the cluster where none has been founded or recovered
     */
    ClusterOperator(
            Replication replication,
            Lobby lobby,
            Recovery recovery,
            Membership membership,
            Joins joins,
            Supplier<BalancerSnapshot> snapshot,
            MetricsReport metrics,
            long newCluster) {
        this.replication = replication;
        this.lobby = lobby;
        this.recovery = recovery;
        this.membership = membership;
        this.joins = joins;
        this.snapshot = snapshot;
        this.metrics = metrics;
        this.newCluster = newCluster;
    }

    // The state.

    @Override
    public void status(FrameWriter answer) {
        BalancerSnapshot state = snapshot.get();
        answer.begin(MessageType.STATUS_RESPONSE)
                .u8(code(state.phase()))
                .u8(replication.mode())
                .u64(state.cluster())
                .u32(state.epoch())
                .u32(state.view())
                .u64(state.settledVersion())
                .u32(state.writesInFlight())
                .u32(state.dirtyKeys())
                .u32(state.queued())
                .u32(state.clients())
                .text(state.reason())
                .u32(state.workers().size())
                .end();
        for (BalancerSnapshot.WorkerState worker : state.workers()) {
            answer.begin(MessageType.STATUS_WORKER)
                    .u32(worker.workerId())
                    .u64(worker.incarnation())
                    .text(worker.host())
                    .u16(worker.peerPort())
                    .u8(code(worker.role()))
                    .u8(worker.connected() ? 1 : 0)
                    .u8(worker.inRing() ? 1 : 0)
                    .u32(worker.inFlight())
                    .u64(worker.requests())
                    .u64(worker.dataBytes())
                    .u64(worker.dataBytesMax())
                    .end();
        }
    }

    @Override
    public void metrics(FrameWriter answer) {
        metrics.writeTo(answer);
    }

    private static int code(Phase phase) {
        return switch (phase) {
            case OPENING -> ClusterState.OPENING;
            case RECOVERING -> ClusterState.RECOVERING;
            case SERVING -> ClusterState.SERVING;
            case SUSPENDED -> ClusterState.SUSPENDED;
            case EMPTY -> ClusterState.EMPTY;
        };
    }

    private static int code(BalancerSnapshot.Role role) {
        return switch (role) {
            case NONE -> MemberRole.NONE;
            case LEARNER -> MemberRole.LEARNER;
            case READY -> MemberRole.READY;
        };
    }

    // Orders.

    @Override
    public void reset(Outcome outcome) {
        String refusal = refusal();
        if (refusal != null) {
            respond(outcome, ErrorCode.PROTOCOL_ERROR, refusal);
            return;
        }
        unrecorded.add(outcome);
        beginAnew(null, true);
        if (membership.members().isEmpty()) {
            // Nobody was there to be welcomed, which would have changed the view: the order itself is to be recorded.
            membership.views().change();
        }
    }

    @Override
    public void recover(long workerId, Outcome outcome) {
        WorkerSession worker = find(workerId);
        String refusal = refusal();
        if (refusal != null) {
            respond(outcome, ErrorCode.PROTOCOL_ERROR, refusal);
        } else if (worker == null) {
            String why = "worker " + workerId + " is not connected; kvlb status lists those that are";
            respond(outcome, ErrorCode.SERVER_BUSY, why);
        } else if (!worker.report().holdsData()) {
            String why = "worker " + workerId + " held no data when it connected; kvlb status lists the others";
            respond(outcome, ErrorCode.PROTOCOL_ERROR, why);
        } else {
            unrecorded.add(outcome);
            beginAnew(worker, false);
            membership.views().takeBackData();
            joins.admitWithAllItHas(worker);
            membership.welcomeWaiting();
        }
    }

    /** All that was ordered outlives this run. */
    void onRecorded() {
        takeUnrecorded().forEach(outcome -> respond(outcome, ErrorCode.NONE, ""));
    }

    /** This run ends, and waits for the record no longer: what was ordered may be found in it, or not. */
    void giveUp(String why) {
        for (Outcome outcome : takeUnrecorded()) {
            FrameWriter answer = new FrameWriter();
            ErrorFrame.append(answer, ErrorCode.NETWORK_ERROR, why);
            outcome.onReply(answer);
        }
    }

    private List<Outcome> takeUnrecorded() {
        List<Outcome> taken = List.copyOf(unrecorded);
        unrecorded.clear();
        return taken;
    }

    private @Nullable String refusal() {
        boolean hasData = recovery.isOver() && !membership.members().isEmpty() && !membership.isSuspended();
        if (hasData) {
            return "a worker that holds all data is there: stop the workers if it is to be given up";
        }
        return Epochs.isLast(greatestEpoch()) ? Epochs.NONE_FOLLOWS : null;
    }

    /** Returns the greatest epoch of which anything is known here. */
    private long greatestEpoch() {
        long greatest = Math.max(membership.views().epoch(), recovery.epochKnown());
        for (WorkerSession waiting : lobby.waiting()) {
            greatest = Math.max(greatest, waiting.report().epochSeen());
        }
        return greatest;
    }

    private @Nullable WorkerSession find(long workerId) {
        Member member = membership.members().find(workerId);
        if (member != null && member.session != null) {
            return member.session;
        }
        for (WorkerSession waiting : lobby.waiting()) {
            if (waiting.workerId() == workerId) {
                return waiting;
            }
        }
        return null;
    }

    /** Begins an epoch behind all that is known; who comes first, of those that are there, begins empty if they may. */
    private void beginAnew(@Nullable WorkerSession founder, boolean mayBeginEmpty) {
        boolean mayHaveMissedRuns = recovery.mayHaveMissedRuns();
        recovery.end();
        long cluster = clusterBegun();
        for (WorkerSession waiting : lobby.waiting()) {
            Report report = waiting.report();
            if (report.holdsData() && (cluster == 0 || waiting == founder)) {
                cluster = report.cluster();
            }
        }
        if (cluster == 0) {
            membership.views().beginBehind(newCluster, greatestEpoch());
        } else {
            long greatest = mayHaveMissedRuns ? Epochs.withUnheard(greatestEpoch(), newCluster) : greatestEpoch();
            membership.views().beginBehind(cluster, greatest);
        }
        membership.giveUp(mayBeginEmpty);
        if (mayBeginEmpty) {
            membership.welcomeWaiting();
        }
    }

    /** Returns which cluster this run has, or 0 where it would have founded one, and nobody has joined that. */
    private long clusterBegun() {
        long cluster = membership.views().cluster();
        return cluster == newCluster && !membership.hasBegun() ? 0 : cluster;
    }

    private static void respond(Outcome outcome, ErrorCode result, String text) {
        FrameWriter answer = new FrameWriter();
        answer.begin(MessageType.ORDER_RESPONSE).u8(result.code()).text(text).end();
        outcome.onReply(answer);
    }
}
