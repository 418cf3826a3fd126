package dev.kvlb.internal.balancer;

import dev.kvlb.LoadBalancerListener;
import dev.kvlb.TotalLoss;

/** What becomes of the cluster when the connection of a member is lost. */
final class Losses {
    private final TotalLoss onTotalLoss;
    private final BalancerRules rules;
    private final Replication replication;
    private final Membership membership;
    private final Members members;
    private final Views views;
    private final LoadBalancerListener listener;

    Losses(
            TotalLoss onTotalLoss,
            BalancerRules rules,
            Replication replication,
            Membership membership,
            LoadBalancerListener listener) {
        this.onTotalLoss = onTotalLoss;
        this.rules = rules;
        this.replication = replication;
        this.membership = membership;
        this.members = membership.members();
        this.views = membership.views();
        this.listener = listener;
    }

    /**
     * The connection of a member is lost, and with it its place, unless it is the last that holds all data.
     *
     * @param inOrder whether the worker has said that it ends
     */
    void onLost(Member member, String reason, boolean inOrder) {
        member.session = null;
        boolean wasLast = member.ready && members.isLastReady(member);
        if (wasLast && replication.outlivesItsWorkers() && rules.keepsLastReady()) {
            listener.onWorkerLeft(member.workerId, reason);
            onLastLost(member, inOrder);
            return;
        }
        membership.remove(member);
        listener.onWorkerLeft(member.workerId, reason);
        membership.learners().onDonorLost(member);
        views.change();
    }

    private void onLastLost(Member last, boolean inOrder) {
        if (inOrder && members.size() == 1) {
            membership.giveUp(false);
            views.change();
        } else if (onTotalLoss == TotalLoss.RESET && !Epochs.isLast(views.epoch())) {
            views.beginBehind(views.cluster(), views.epoch());
            membership.giveUp(true);
            membership.welcomeWaiting();
        } else {
            membership.suspend(last
                    + ", the last that held all data, is lost; waits until that very process is back, or a learner"
                    + " has imported all; if it is gone for good, "
                    + (Epochs.isLast(views.epoch())
                            ? Epochs.NONE_FOLLOWS
                            : "kvlb reset starts empty, kvlb recover --from ID with what a worker kept"));
        }
    }
}
