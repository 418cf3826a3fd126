package dev.kvlb.internal.balancer;

import org.jspecify.annotations.Nullable;

/** Which workers are not let in, by what they say of themselves, and why. */
final class Refusals {
    private final BalancerConfig config;
    private final Replication replication;
    private final Membership membership;
    private final Recovery recovery;

    Refusals(BalancerConfig config, Replication replication, Membership membership, Recovery recovery) {
        this.config = config;
        this.replication = replication;
        this.membership = membership;
        this.recovery = recovery;
    }

    /** Returns why a worker is refused whatever becomes of the cluster, or null. */
    @Nullable Refusal ofAnyCluster(WorkerSession session) {
        if (session.peerPort() == 0) {
            return Refusal.forGood("peerPort must be 1..65535: 0; tell the port that is bound");
        }
        String refusal = replication.refusalOf(session);
        if (refusal != null) {
            return Refusal.forGood(refusal);
        }
        String noneFollows = Epochs.refusalOf(session, epochKnown());
        return noneFollows == null ? null : Refusal.forNow(noneFollows);
    }

    /** Returns the greatest epoch that this balancer knows, whatever workers report; 0 where it knows of no run before. */
    private long epochKnown() {
        return Math.max(membership.hasBegun() ? membership.views().epoch() : 0, recovery.epochKnown());
    }

    /** Returns why a worker is refused by this cluster in this epoch, or null. */
    @Nullable Refusal ofThisCluster(WorkerSession session) {
        Views views = membership.views();
        Report report = session.report();
        if (report.holdsData() && report.cluster() != views.cluster()) {
            return Refusal.forNow(session + " holds data of cluster " + Long.toHexString(report.cluster())
                    + ", and this is cluster " + Long.toHexString(views.cluster())
                    + ": it keeps them; restart it to join empty");
        }
        if (report.epochSeen() > views.epoch()) {
            return Refusal.forNow(session + " knows epoch " + report.epochSeen()
                    + " of a newer balancer, and this one has epoch " + views.epoch() + ": stop one of the two");
        }
        return null;
    }

    /** Returns why the cluster takes no further member, or null. */
    @Nullable Refusal ofOneMore() {
        return membership.members().size() < config.workersMax()
                ? null
                : Refusal.forNow(
                        "the cluster has its " + config.workersMax() + " workers; try again when one has left");
    }
}
