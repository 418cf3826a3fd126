package dev.kvlb.internal.balancer;

/**
 * The decisions of a balancer on which the promise of the linearizable mode rests, a method each, by the names that
 * docs/consistency.md gives its rules. The core asks them and decides nothing of the kind elsewhere, so that a test can
 * take one rule away and see what it was for.
 */
public class BalancerRules {
    /** R1: a write that has its version is driven to its end, whatever becomes of the worker that had it. */
    public boolean drivesToItsEnd(boolean stamped) {
        return stamped;
    }

    /** R1: no write is stamped while a member is above its mark. */
    public boolean mayStamp(boolean someMemberIsFull) {
        return !someMemberIsFull;
    }

    /** R4: a write commits where its coordinator used the current view. */
    public boolean commits(boolean viewIsCurrent) {
        return viewIsCurrent;
    }

    /** R5: what follows on one key of one connection goes to the same worker, behind it. */
    public boolean keepsOrder() {
        return true;
    }

    /** R5: a read of a key that has writes in flight goes to the coordinator of the newest, behind it. */
    public boolean readsBehindWrites() {
        return true;
    }

    /** R5: a reply that shows a version in flight is held until that has committed. */
    public boolean holds() {
        return true;
    }

    /** R6: of a request that has its version and no answer nobody can know what came of it. */
    public boolean isOutcomeUnknown(boolean stamped) {
        return stamped;
    }

    /** R7: the last worker that is ready stays in the view, also when it is lost. */
    public boolean keepsLastReady() {
        return true;
    }

    /** R8: a view lists a learner, so that every write from then on waits for it. */
    public boolean listsLearners() {
        return true;
    }

    /** R8: a learner is ready once the export for its own join has come whole. */
    public boolean isImported(long join, long ownJoin) {
        return join == ownJoin;
    }

    /** R11: a restarted balancer goes on when all workers that it waits for have come, or after a grace with one. */
    public boolean isEnough(int ready, int missing, boolean mayGoOnWithoutThem) {
        return ready > 0 && (missing == 0 || mayGoOnWithoutThem);
    }

    /** R11: without a record it waits for the learners of the last view too. */
    public boolean waitsForLearners() {
        return true;
    }

    /** R11: what its members hold unsettled is driven again before anything is served. */
    public boolean drivesUnsettled() {
        return true;
    }

    /** R11: the epoch of a run is greater than every one that was seen before. */
    public long epochAfter(long greatest) {
        return Epochs.after(greatest);
    }
}
