package dev.kvlb.internal.balancer;

import dev.kvlb.internal.link.RecordedState;
import dev.kvlb.internal.link.View;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The members of the cluster, in the order in which they came: few enough to be found one by one. */
final class Members {
    private static final int COMPLETE = 2;
    private static final int EXTENDED = 1;

    private final List<Member> inOrder = new ArrayList<>();
    private final List<Member> all = Collections.unmodifiableList(inOrder);

    void add(Member member) {
        assert find(member.workerId) == null : member + " is a member already";
        inOrder.add(member);
    }

    void remove(Member member) {
        inOrder.remove(member);
    }

    void clear() {
        inOrder.clear();
    }

    @Nullable Member find(long workerId) {
        for (Member member : inOrder) {
            if (member.workerId == workerId) {
                return member;
            }
        }
        return null;
    }

    /** Returns a view of the members, which follows as they come and go. */
    List<Member> all() {
        return all;
    }

    /** Returns a copy to walk while members come and go. */
    List<Member> copy() {
        return new ArrayList<>(inOrder);
    }

    int size() {
        return inOrder.size();
    }

    boolean isEmpty() {
        return inOrder.isEmpty();
    }

    /** Returns whether no other member holds all data. */
    boolean isLastReady(Member member) {
        for (Member other : inOrder) {
            if (other != member && other.ready && other.session != null) {
                return false;
            }
        }
        return member.ready;
    }

    /**
     * Returns the best to export to a new worker, or null where nobody is ready: who is known to be complete before who
     * is not, who speaks the extensions before who does not, who came first before who came later.
     */
    @Nullable Member donorFor(Member joiner) {
        Member best = null;
        for (Member candidate : inOrder) {
            boolean able = candidate.ready && candidate.session != null && candidate != joiner;
            if (able && (best == null || rank(candidate) > rank(best))) {
                best = candidate;
            }
        }
        return best;
    }

    private static int rank(Member donor) {
        return (donor.complete ? COMPLETE : 0) + (donor.speaksExtensions() ? EXTENDED : 0);
    }

    /** Returns the members as a view lists them. */
    List<View.Member> inView(boolean withLearners) {
        List<View.Member> listed = new ArrayList<>();
        for (Member member : inOrder) {
            if (member.ready || withLearners) {
                listed.add(member.inView());
            }
        }
        return listed;
    }

    /** Returns what is to be recorded of them: who holds all data and can be known again. */
    List<RecordedState.Member> recorded() {
        List<RecordedState.Member> ready = new ArrayList<>();
        for (Member member : inOrder) {
            if (member.ready && member.speaksExtensions()) {
                ready.add(new RecordedState.Member(member.workerId, member.incarnation));
            }
        }
        return ready;
    }

    /** Returns why no write may be stamped, or null: a member's data uses all the memory that it may. */
    @Nullable String fullness() {
        for (Member member : inOrder) {
            WorkerSession session = member.session;
            if (session != null && session.isFull()) {
                return member + " is full: its data uses " + session.dataBytes() + " bytes of the "
                        + session.dataBytesMax() + " that maxDataBytes allows; delete something, or allow it more";
            }
        }
        return null;
    }
}
