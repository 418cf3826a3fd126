package dev.kvlb.internal.client;

import dev.kvlb.BalancerSnapshot.Phase;
import dev.kvlb.BalancerSnapshot.Role;
import dev.kvlb.BalancerSnapshot.WorkerState;
import dev.kvlb.ClusterStatus;
import dev.kvlb.Consistency;
import dev.kvlb.protocol.ClusterState;
import dev.kvlb.protocol.FieldName;
import dev.kvlb.protocol.Frame;
import dev.kvlb.protocol.MalformedFrameException;
import dev.kvlb.protocol.MemberRole;
import dev.kvlb.protocol.MessageType;
import dev.kvlb.protocol.ReplicationMode;
import java.util.ArrayList;
import java.util.List;

/** The answer to the question how the cluster is while it comes: STATUS_RESPONSE, and a STATUS_WORKER for each worker. */
final class StatusReply implements ReplyInFrames<ClusterStatus> {
    /** More than any cluster has: a reply must not grow without end. */
    private static final int WORKERS_MAX = 4_096;

    private final Phase phase;
    private final String reason;
    private final Consistency consistency;
    private final long cluster;
    private final long epoch;
    private final long view;
    private final long settledVersion;
    private final int inFlight;
    private final int dirtyKeys;
    private final int queued;
    private final int clients;
    private final long workersExpected;
    private final List<WorkerState> workers = new ArrayList<>();

    /** Begins with a STATUS_RESPONSE. */
    StatusReply(Frame frame) throws MalformedFrameException {
        phase = phaseOf(frame);
        reason = frame.text(FieldName.REASON);
        consistency = consistencyOf(frame);
        cluster = frame.number(FieldName.CLUSTER);
        epoch = frame.number(FieldName.EPOCH);
        view = frame.number(FieldName.VIEW);
        settledVersion = frame.number(FieldName.SETTLED);
        inFlight = count(frame, FieldName.IN_FLIGHT);
        dirtyKeys = count(frame, FieldName.DIRTY_KEYS);
        queued = count(frame, FieldName.QUEUED);
        clients = count(frame, FieldName.CLIENTS);
        workersExpected = frame.number(FieldName.WORKERS);
        if (workersExpected > WORKERS_MAX) {
            throw ReplyInFrames.malformed(frame, FieldName.WORKERS, "at most " + WORKERS_MAX);
        }
    }

    @Override
    public MessageType typeOfRest() {
        return MessageType.STATUS_WORKER;
    }

    @Override
    public void add(Frame frame) throws MalformedFrameException {
        long incarnation = frame.number(FieldName.INCARNATION);
        workers.add(new WorkerState(
                frame.number(FieldName.WORKER_ID),
                incarnation,
                frame.text(FieldName.ADDRESS),
                (int) frame.number(FieldName.PORT),
                roleOf(frame),
                frame.number(FieldName.CONNECTED) != 0,
                frame.number(FieldName.IN_RING) != 0,
                incarnation != 0,
                count(frame, FieldName.IN_FLIGHT),
                frame.number(FieldName.REQUESTS),
                frame.number(FieldName.DATA_BYTES),
                frame.number(FieldName.DATA_BYTES_MAX)));
    }

    @Override
    public boolean isComplete() {
        return workers.size() == workersExpected;
    }

    @Override
    public ClusterStatus whole() {
        return new ClusterStatus(
                phase,
                reason,
                consistency,
                cluster,
                epoch,
                view,
                settledVersion,
                List.copyOf(workers),
                inFlight,
                dirtyKeys,
                queued,
                clients);
    }

    private static Phase phaseOf(Frame frame) throws MalformedFrameException {
        return switch ((int) frame.number(FieldName.STATE)) {
            case ClusterState.OPENING -> Phase.OPENING;
            case ClusterState.RECOVERING -> Phase.RECOVERING;
            case ClusterState.SERVING -> Phase.SERVING;
            case ClusterState.SUSPENDED -> Phase.SUSPENDED;
            case ClusterState.EMPTY -> Phase.EMPTY;
            default -> throw ReplyInFrames.malformed(frame, FieldName.STATE, "a state of the protocol");
        };
    }

    private static Consistency consistencyOf(Frame frame) throws MalformedFrameException {
        return switch ((int) frame.number(FieldName.MODE)) {
            case ReplicationMode.EVENTUAL -> Consistency.EVENTUAL;
            case ReplicationMode.LINEARIZABLE -> Consistency.LINEARIZABLE;
            default -> throw ReplyInFrames.malformed(frame, FieldName.MODE, "a mode of the protocol");
        };
    }

    private static Role roleOf(Frame frame) throws MalformedFrameException {
        return switch ((int) frame.number(FieldName.ROLE)) {
            case MemberRole.NONE -> Role.NONE;
            case MemberRole.LEARNER -> Role.LEARNER;
            case MemberRole.READY -> Role.READY;
            default -> throw ReplyInFrames.malformed(frame, FieldName.ROLE, "a role of the protocol");
        };
    }

    /** What is too large for the record is far larger than any balancer counts. */
    private static int count(Frame frame, FieldName field) {
        return (int) Math.min(frame.number(field), Integer.MAX_VALUE);
    }
}
