package dev.kvlb;

/**
 * The state of a worker at one moment.
 *
 * @param workerId 0..4,294,967,295
 * @param role what it is
 * @param epoch of the balancer whose view it has; 0 before the first
 * @param view the number of that view
 * @param entries how many keys it stores
 * @param bytesInUse about how many bytes of memory they use
 * @param peers how many other members it knows
 * @param unsettledWrites how many writes it coordinates that not every member has acknowledged
 * @param exports how many exports to new workers are under way
 */
public record WorkerSnapshot(
        long workerId,
        Role role,
        long epoch,
        long view,
        long entries,
        long bytesInUse,
        int peers,
        int unsettledWrites,
        int exports) {
    /** What a worker is to its cluster. */
    public enum Role {
        /** Not connected to a balancer. */
        DISCONNECTED,
        /** Connected; it imports what was there before it came. */
        LEARNER,
        /** It holds all data. */
        READY
    }
}
