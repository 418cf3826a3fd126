package dev.kvlb.internal.balancer;

import dev.kvlb.LoadBalancerListener;
import dev.kvlb.protocol.StoreOrder;
import org.jspecify.annotations.Nullable;

/** Sees to it that each learner imports: its join, who exports to it, and what becomes of one that holds all. */
final class Learners {
    private final BalancerConfig config;
    private final BalancerRules rules;
    private final Members members;
    private final Views views;
    private final LoadBalancerListener listener;
    private long joins;
    private long nowNanos;

    Learners(BalancerConfig config, BalancerRules rules, Views views, LoadBalancerListener listener) {
        this.config = config;
        this.rules = rules;
        this.members = views.members();
        this.views = views;
        this.listener = listener;
    }

    void onTime(long nowNanos) {
        this.nowNanos = nowNanos;
    }

    /** Gives a member the identity of its join, a number of the epoch, and its time to import. */
    void nameJoin(Member member) {
        joins = Math.max(joins, Versions.first(views.epoch())) + 1;
        member.join = joins;
        giveTime(member);
    }

    private void giveTime(Member learner) {
        learner.joinDeadlineNanos = nowNanos + config.joinTimeoutNanos();
    }

    /** Has a learner begin with nothing, where its new donor may hold less than it does by now. */
    private void beginAgain(Member learner) {
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

    /** Gives the learners of a lost donor another one; where none is left, what the learners have is all there is. */
    void onDonorLost(Member lost) {
        for (Member learner = teachAnew(lost); learner != null; learner = teachAnew(lost)) {
            Member donor = learner.donor;
            if (donor != null) {
                views.orderExport(donor, learner);
            }
            learner.ready = true;
            learner.storeOrder = StoreOrder.TAKE_BACK;
            views.sendJoin(learner);
            promote(learner);
            views.change();
        }
    }

    /**
     * Gives the learners of a lost donor another one.
     *
     * @return a learner for which there is none that can say when it has exported all, or null where there is no such
     *     learner (any more)
     */
    private @Nullable Member teachAnew(Member lost) {
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

    void onImportDone(Member learner, long join) {
        if (learner.isLearner() && rules.isImported(join, learner.join)) {
            complete(learner);
        }
    }

    /** A learner holds all data. */
    void complete(Member learner) {
        learner.complete = true;
        learner.storeOrder = StoreOrder.KEEP;
        promote(learner);
        views.change();
    }

    /** A member is ready from now on; the last that was so before it is not waited for any more, if it is lost. */
    void promote(Member learner) {
        learner.ready = true;
        learner.donor = null;
        for (Member lost : members.copy()) {
            if (lost.session == null) {
                members.remove(lost);
                forgetDonor(lost);
                listener.onWorkerLeft(lost.workerId, learner + " holds all data and takes its place");
            }
        }
    }
}
