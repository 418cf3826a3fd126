package dev.kvlb.internal.balancer;

import dev.kvlb.internal.link.View;
import dev.kvlb.protocol.FieldName;
import dev.kvlb.protocol.Frame;
import dev.kvlb.protocol.MalformedFrameException;
import dev.kvlb.protocol.MemberRole;

/**
 * What a worker says that it holds when it registers.
 *
 * @param cluster whose data; 0 where it holds none
 * @param epoch the highest that it has obeyed
 * @param role what its store was, one of {@link MemberRole}
 * @param lastVersion the greatest version that it holds
 * @param view the last that it was told
 */
record Report(long cluster, long epoch, int role, long lastVersion, View view) {
    /** The report of a worker that speaks only the base protocol. */
    static final Report NONE = new Report(0, 0, MemberRole.NONE, 0, View.NONE);

    /**
     * Takes a REPORT; the view follows it.
     *
     * @throws MalformedFrameException if it names a version that is none
     */
    static Report of(Frame report) throws MalformedFrameException {
        Versions.requireAtMost(report, FieldName.LAST_VERSION, Long.MAX_VALUE);
        return new Report(
                report.number(FieldName.CLUSTER),
                report.number(FieldName.EPOCH),
                (int) report.number(FieldName.ROLE),
                report.number(FieldName.LAST_VERSION),
                View.NONE);
    }

    /** Checks that the view that follows is of no later epoch than the worker has obeyed. */
    void requireObeyed(Frame viewStart) throws MalformedFrameException {
        Versions.requireAtMost(viewStart, FieldName.EPOCH, epoch);
    }

    Report with(View view) {
        return new Report(cluster, epoch, role, lastVersion, view);
    }

    /** Returns whether its store was complete in that view, and not just what an import had brought so far. */
    boolean isComplete() {
        return role == MemberRole.READY;
    }

    /** Returns the greatest epoch that the worker has obeyed, or whose numbers it has seen. */
    long epochSeen() {
        return Math.max(epoch, Versions.epochOf(lastVersion));
    }

    boolean holdsData() {
        return cluster != 0;
    }

    /** Returns whether it holds data that was not given up: none of before the epoch in which the cluster's data began. */
    boolean holdsDataSince(long dataEpoch) {
        return holdsData() && epoch >= dataEpoch;
    }
}
