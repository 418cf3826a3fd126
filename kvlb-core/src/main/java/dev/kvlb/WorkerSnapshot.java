package dev.kvlb;

/**
 * The state of a worker at one moment.
 *
 * @param workerId 0..4,294,967,295
 * @param role what it is
 * @param cluster whose data it holds; 0 where it holds none's
 * @param epoch of the balancer whose view it has; 0 before the first
 * @param view the number of that view
 * @param settledVersion the greatest version such that it and all before it are known to be held by every member
 * @param entries how many keys it stores
 * @param bytesInUse about how many bytes of memory they use
 * @param dataBytesMax how many they may use before writes are refused
 * @param peers how many other members it knows
 * @param unsettledWrites how many writes it coordinates that not every member has acknowledged
 * @param exports how many exports to new workers are under way
 */
public record WorkerSnapshot(
        long workerId,
        Role role,
        long cluster,
        long epoch,
        long view,
        long settledVersion,
        long entries,
        long bytesInUse,
        long dataBytesMax,
        int peers,
        int unsettledWrites,
        int exports) {
    /** What a worker is to its cluster. */
    public enum Role {
        /** Not connected to a balancer, or not let in, and it holds no data of a cluster. */
        DISCONNECTED,
        /** Not connected to its balancer, or not let in: it keeps its data and serves nobody. */
        FENCED,
        /** Connected; it imports what was there before it came. */
        LEARNER,
        /** It holds all data. */
        READY
    }
}
