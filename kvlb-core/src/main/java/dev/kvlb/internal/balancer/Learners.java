package dev.kvlb.internal.balancer;

import dev.kvlb.protocol.StoreOrder;
import org.jspecify.annotations.Nullable;

/** Sees to it that each learner imports: its join, and who exports to it. */
final class Learners {
    private final BalancerConfig config;
    private final Members members;
    private final Views views;
    private long joins;
    private long nowNanos;

    Learners(BalancerConfig config, Members members, Views views) {
        this.config = config;
        this.members = members;
        this.views = views;
    }

    void onTime(long nowNanos) {
        this.nowNanos = nowNanos;
    }

    /** From here on joins have numbers of this epoch. */
    void begin(long epoch) {
        joins = Math.max(joins, Versions.first(epoch));
    }

    /** Gives a member the identity of its join, and its time to import. */
    void nameJoin(Member member) {
        member.join = ++joins;
        giveTime(member);
    }

    private void giveTime(Member learner) {
        learner.joinDeadlineNanos = nowNanos + config.joinTimeoutNanos();
    }

    /** Has a learner begin with nothing: on another connection, or where its donor may hold less than it does by now. */
    void beginAgain(Member learner) {
        nameJoin(learner);
        learner.storeOrder = StoreOrder.EMPTY;
        views.sendJoin(learner);
    }

    /** Orders the export to a learner, unless it has been, or nobody is there who could. */
    void teach(Member learner) {
        WorkerSession session = learner.session;
        Member donor = learner.donor;
        if (donor == null || donor.session == null) {
            donor = members.donorFor(learner);
        }
        if (session != null && donor != null && (donor != learner.donor || !session.isLearning())) {
            learner.donor = donor;
            session.beginLearning();
            // It may have waited long for a donor.
            giveTime(learner);
            views.orderExport(donor, learner);
        }
    }

    /** What this member was to export was lost with its connection: it is ordered again, of it or of another. */
    void forgetDonor(Member donor) {
        for (Member learner : members.all()) {
            if (learner.donor == donor) {
                learner.donor = null;
            }
        }
    }

    /**
     * Gives the learners of a lost donor another one.
     *
     * @return a learner for which there is none that can say when it has exported all, or null where there is no such
     *     learner (any more)
     */
    @Nullable Member teachAnew(Member lost) {
        for (Member learner : members.copy()) {
            if (!learner.isLearner() || learner.donor != lost || learner.session == null) {
                continue;
            }
            Member donor = members.donorFor(learner);
            if (donor == null || !donor.speaksExtensions()) {
                learner.donor = donor;
                return learner;
            }
            if (!donor.complete) {
                beginAgain(learner);
            }
            teach(learner);
        }
        return null;
    }
}
