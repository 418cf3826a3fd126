package dev.kvlb.internal.worker;

import dev.kvlb.internal.link.View;
import org.jspecify.annotations.Nullable;

/** Whose data this worker holds and whom it obeys: kept while it is not connected, and told to the next balancer. */
final class Allegiance {
    private final WorkerRules rules;
    private long cluster;
    private long joining;
    private long joiningEpoch;
    private long epoch;
    private View view = View.NONE;

    Allegiance(WorkerRules rules) {
        this.rules = rules;
    }

    /** Returns why this worker does not obey a balancer of this cluster and epoch, or null where it does. */
    @Nullable String refusal(long cluster, long epoch) {
        if (!rules.belongsTo(cluster, this.cluster)) {
            return "this worker holds data of cluster " + Long.toHexString(this.cluster) + " and obeys no other: "
                    + Long.toHexString(cluster) + "; restart it to join empty";
        }
        if (!rules.obeys(epoch, this.epoch)) {
            return "this worker obeys epoch " + this.epoch + " and none before it: " + epoch
                    + "; a newer balancer has its cluster";
        }
        return null;
    }

    /**
     * The worker obeys this cluster's balancer of this epoch. Where it holds no data of that cluster, that counts once a
     * view has followed: until then it has nothing to keep for it.
     */
    void obey(long cluster, long epoch) {
        joining = cluster;
        joiningEpoch = epoch;
        if (cluster == this.cluster) {
            this.epoch = epoch;
        }
    }

    void onView(View view) {
        this.cluster = joining;
        this.epoch = joiningEpoch;
        this.view = view;
    }

    long cluster() {
        return cluster;
    }

    /** Returns the cluster that the worker obeys, which it belongs to once a view has come. */
    long joining() {
        return joining;
    }

    long epoch() {
        return epoch;
    }

    /** Returns the last view that the worker was told, also where it has lost the balancer since. */
    View view() {
        return view;
    }
}
