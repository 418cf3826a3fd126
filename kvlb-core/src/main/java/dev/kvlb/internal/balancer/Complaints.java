package dev.kvlb.internal.balancer;

import dev.kvlb.internal.link.Core;
import dev.kvlb.internal.link.View;
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
    private final Members members;
    private final Views views;
    private final long collectNanos;
    private final Set<Conflict> conflicts = new LinkedHashSet<>();
    private View view = View.NONE;
    private long decisionNanos = Core.NO_DEADLINE;

    /** Two members of which one can't reach the other; which one said so does not matter. */
    private record Conflict(long oneId, long otherId) {}

    /** Makes an empty collection; it decides this long after the first complaint. */
    Complaints(Views views, long collectNanos) {
        this.members = views.members();
        this.views = views;
        this.collectNanos = collectNanos;
    }

    /** A member can't reach another one: one of the two has to go, which the complaints of others may tell. */
    void add(Member reporter, long workerId, long nowNanos) {
        Member accused = members.find(workerId);
        if (accused == null || accused == reporter || accused.session == null) {
            return;
        }
        forgetOutdated();
        if (conflicts.isEmpty()) {
            decisionNanos = nowNanos + collectNanos;
        }
        conflicts.add(new Conflict(Math.min(reporter.workerId, workerId), Math.max(reporter.workerId, workerId)));
    }

    /** Where the view is another one now, who still can't reach somebody says so again. */
    private void forgetOutdated() {
        if (!views.isCurrent(view.epoch(), view.number())) {
            clear();
            view = views.current();
        }
    }

    private void clear() {
        conflicts.clear();
        decisionNanos = Core.NO_DEADLINE;
    }

    /** Returns when somebody has to go. */
    long decisionNanos() {
        forgetOutdated();
        return decisionNanos;
    }

    /** Returns the connection of who has to go, once that is due, or null. */
    @Nullable WorkerSession unreachable(long nowNanos) {
        if (nowNanos < decisionNanos()) {
            return null;
        }
        Member leaver = leaver();
        clear();
        return leaver == null ? null : leaver.session;
    }

    /**
     * Returns who has to go: the member in conflict with most others; where that does not decide, a learner before a
     * worker that is ready, and who came later before who came first. The last that is ready never goes; null where
     * nobody can.
     */
    private @Nullable Member leaver() {
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
