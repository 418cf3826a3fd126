package dev.kvlb.internal.worker;

/**
 * The decisions of a worker on which the promise of the linearizable mode rests, a method each, by the names that
 * docs/consistency.md gives its rules. The core asks them and decides nothing of the kind elsewhere, so that a test can
 * take one rule away and see what it was for.
 */
public class WorkerRules {
    /**
     * R2: a write that is settled is passed over: a ready worker has it, or had it and forgot the tombstone, and a learner
     * gets what is left of it with the export.
     */
    public boolean passesOver(long version, long settled) {
        return version <= settled;
    }

    /** R3: a coordinator waits for every other member of its view; a bit each. */
    public long awaited(long members) {
        return members;
    }

    /** R3: what is under way when a member comes waits for that one too; a bit each. */
    public long awaitedOfNew(long newMembers) {
        return newMembers;
    }

    /** R3: a notify waits until the worker has the view that it names. */
    public boolean isEarly(long epoch, long view, long ownEpoch, long ownView) {
        return epoch > ownEpoch || (epoch == ownEpoch && view > ownView);
    }

    /** R8: what a learner held before it began is kept until it is ready. */
    public boolean setsAside() {
        return true;
    }

    /** R8: an export belongs to one join, and waits until the worker has been told of it. */
    public boolean isEarlyExport(long join, long ownJoin) {
        return join > ownJoin;
    }

    /** R8: a learner takes the export of its own join and no other. */
    public boolean takesExport(long join, long ownJoin) {
        return join == ownJoin;
    }

    /** R9: a worker obeys only the highest epoch that it has seen. */
    public boolean obeys(long epoch, long highestEpoch) {
        return epoch >= highestEpoch;
    }

    /** R9: a notify of another epoch, or of one that is no member, is none of this cluster's. */
    public boolean takesNotify(long epoch, long ownEpoch, boolean fromMember) {
        return epoch == ownEpoch && fromMember;
    }

    /** R10: a worker that loses its balancer drops what it coordinated, and leaves its peers. */
    public boolean fencesItself() {
        return true;
    }

    /** R10: a worker that holds a cluster's data gives it up to no other cluster. */
    public boolean belongsTo(long cluster, long ownCluster) {
        return ownCluster == 0 || cluster == ownCluster;
    }

    /** R12: a tombstone is forgotten once it is settled, and never by a learner. */
    public boolean mayForget(long version, long settled, boolean complete) {
        return complete && version <= settled;
    }
}
