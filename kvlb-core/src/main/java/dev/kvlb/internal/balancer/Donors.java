package dev.kvlb.internal.balancer;

import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** The choice of the worker that exports to a new one. */
final class Donors {
    private static final int COMPLETE = 2;
    private static final int EXTENDED = 1;

    private Donors() {}

    /**
     * Returns the best of those that are ready, or null where there is none: who is known to be complete before who is
     * not, who speaks the extensions before who does not, who came first before who came later.
     */
    static @Nullable WorkerSession choose(Collection<WorkerSession> members, WorkerSession joiner) {
        WorkerSession best = null;
        for (WorkerSession candidate : members) {
            if (candidate.isReady() && candidate != joiner && (best == null || rank(candidate) > rank(best))) {
                best = candidate;
            }
        }
        return best;
    }

    private static int rank(WorkerSession donor) {
        return (donor.complete ? COMPLETE : 0) + (donor.speaksExtensions() ? EXTENDED : 0);
    }
}
