package dev.kvlb.internal.balancer;

import dev.kvlb.internal.link.Core;
import java.util.LinkedHashSet;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What members say of others that they can't reach, collected for a while before somebody has to go: one that is cut off
 * complains about all others, and may be the first to.
 */
final class Complaints {
    private final long collectNanos;
    private final Set<Conflict> conflicts = new LinkedHashSet<>();
    private long decisionNanos = Core.NO_DEADLINE;

    /** Two members of which one can't reach the other; which one said so does not matter. */
    private record Conflict(long oneId, long otherId) {}

    /** Makes an empty collection; it decides this long after the first complaint. */
    Complaints(long collectNanos) {
        this.collectNanos = collectNanos;
    }

    void add(Member reporter, Member accused, long nowNanos) {
        if (conflicts.isEmpty()) {
            decisionNanos = nowNanos + collectNanos;
        }
        conflicts.add(new Conflict(
                Math.min(reporter.workerId, accused.workerId), Math.max(reporter.workerId, accused.workerId)));
    }

    /** The members are others now: who still can't reach somebody says so again. */
    void clear() {
        conflicts.clear();
        decisionNanos = Core.NO_DEADLINE;
    }

    boolean isDue(long nowNanos) {
        return decisionNanos <= nowNanos;
    }

    long decisionNanos() {
        return decisionNanos;
    }

    /**
     * Returns who has to go: the member in conflict with most others; where that does not decide, a learner before a
     * worker that is ready, and who came later before who came first. The last that is ready never goes; null where
     * nobody can.
     */
    @Nullable Member leaver(Members members) {
        Map<Long, Integer> conflictsOf = new TreeMap<>();
        for (Conflict conflict : conflicts) {
            if (members.find(conflict.oneId) != null && members.find(conflict.otherId) != null) {
                conflictsOf.merge(conflict.oneId, 1, Integer::sum);
                conflictsOf.merge(conflict.otherId, 1, Integer::sum);
            }
        }
        Member leaver = null;
        int most = 0;
        for (Member member : members.all()) {
            int count = conflictsOf.getOrDefault(member.workerId, 0);
            if (count == 0 || members.isLastReady(member)) {
                continue;
            }
            if (leaver == null || count > most || (count == most && (member.isLearner() || leaver.ready))) {
                leaver = member;
                most = count;
            }
        }
        return leaver;
    }
}
