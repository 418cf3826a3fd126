package dev.kvlb.simulation;

import dev.kvlb.protocol.FieldName;
import dev.kvlb.protocol.Frame;
import dev.kvlb.protocol.MemberRole;
import dev.kvlb.protocol.StoreOrder;

/** What one process has been told of the cluster, or has told it. */
final class Seen {
    private final ProcessKind kind;
    private final int id;
    private long incarnation;
    private long cluster;
    private long epoch;
    private long view;
    private long completeEpoch;
    private long completeView;
    private long settled;
    private long join;
    private boolean listedReady;
    private boolean ready;

    Seen(ProcessKind kind, int id) {
        this.kind = kind;
        this.id = id;
    }

    /** Returns what this process has been told. */
    static Seen of(SimProcess process) {
        return (Seen) process.attachment();
    }

    /** Returns what the process is. */
    ProcessKind kind() {
        return kind;
    }

    /** Returns a number of its own for each process. */
    int id() {
        return id;
    }

    /** Returns the identity of this worker in views; 0 of who is none. */
    long incarnation() {
        return incarnation;
    }

    /** This is a worker, and this is its identity in views. */
    void worker(long incarnation) {
        this.incarnation = incarnation;
    }

    /** The balancer sends a view, one member after the other; returns whether it is a new one. */
    boolean onViewSent(Frame start) {
        epoch = start.number(FieldName.EPOCH);
        boolean isNew = start.number(FieldName.VIEW) > view;
        view = Math.max(view, start.number(FieldName.VIEW));
        return isNew;
    }

    /** The balancer says what is settled: that only goes forward (I6). */
    void onSettledSent(long nextSettled, SimProcess process) {
        if (nextSettled < settled) {
            throw new Violation("I6: " + process + " went back from settled " + Trace.version(settled) + " to "
                    + Trace.version(nextSettled));
        }
        settled = nextSettled;
    }

    /** A member is told of a view: checks I6, that views and what is settled only go forward. */
    void onView(Frame start, SimProcess process) {
        long nextEpoch = start.number(FieldName.EPOCH);
        long nextView = start.number(FieldName.VIEW);
        long nextSettled = start.number(FieldName.SETTLED);
        boolean again = nextEpoch == epoch && nextView == view;
        boolean back = nextEpoch < epoch || (nextEpoch == epoch && nextView < view);
        if (back || (nextSettled < settled && !again)) {
            throw new Violation("I6: " + process + " went back from view " + epoch + "." + view + ", settled "
                    + Trace.version(settled) + " to view " + nextEpoch + "." + nextView + ", settled "
                    + Trace.version(nextSettled));
        }
        epoch = nextEpoch;
        view = nextView;
        settled = Math.max(settled, nextSettled);
        listedReady = false;
    }

    void onViewMember(Frame member) {
        listedReady |= member.number(FieldName.INCARNATION) == incarnation
                && member.number(FieldName.ROLE) == MemberRole.READY;
    }

    void onViewComplete() {
        completeEpoch = epoch;
        completeView = view;
        ready = listedReady;
    }

    void onJoin(Frame frame) {
        if (frame.number(FieldName.CLUSTER) != cluster) {
            cluster = frame.number(FieldName.CLUSTER);
            epoch = 0;
            view = 0;
            settled = 0;
        }
        if (frame.number(FieldName.STORE) == StoreOrder.EMPTY) {
            settled = 0;
        }
        join = frame.number(FieldName.JOIN);
        ready &= frame.number(FieldName.ROLE) == MemberRole.READY;
    }

    /** Returns the cluster that this worker was last told to belong to. */
    long cluster() {
        return cluster;
    }

    long join() {
        return join;
    }

    /** Returns whether this worker has been told that it holds all data. */
    boolean isReady() {
        return ready;
    }

    /** Returns whether the frame names a later view than the last one that is known here as a whole. */
    boolean isBehind(Frame frame) {
        long otherEpoch = frame.number(FieldName.EPOCH);
        long otherView = frame.number(FieldName.VIEW);
        return otherEpoch > completeEpoch || (otherEpoch == completeEpoch && otherView > completeView);
    }

    /** Returns whether the frame names an earlier view than the last one that was told from here. */
    boolean isAhead(Frame frame) {
        return frame.number(FieldName.EPOCH) == epoch && frame.number(FieldName.VIEW) < view;
    }
}
