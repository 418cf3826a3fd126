package dev.kvlb;

import java.util.List;

/**
 * The state of a load balancer at one moment.
 *
 * @param epoch which run of the balancer this is; greater than that of every earlier one
 * @param view the number of the current view: how often the members of the cluster have changed in this epoch
 * @param workers the members of the cluster, in the order in which they came
 * @param clients how many clients are connected
 * @param queued how many requests wait for a worker
 * @param unanswered how many requests wait for their answer, those in the queue included
 * @param writesInFlight how many writes are not yet known to be held by every member
 * @param bufferedBytes how many bytes of requests and replies are kept
 */
public record BalancerSnapshot(
        long epoch,
        long view,
        List<WorkerState> workers,
        int clients,
        int queued,
        int unanswered,
        int writesInFlight,
        long bufferedBytes) {
    /** What a member of the cluster is. */
    public enum Role {
        /** It is told of every write and imports what was there before. */
        LEARNER,
        /** It holds all data. */
        READY
    }

    /**
     * The state of one worker.
     *
     * @param workerId 0..4,294,967,295
     * @param host from where it connected
     * @param peerPort on which it takes the connections of its peers
     * @param role what it is
     * @param inRing whether it gets requests
     * @param extended whether it speaks the extensions, or only the base protocol
     * @param inFlight how many requests it has under way
     * @param requests how many requests it has been given
     */
    public record WorkerState(
            long workerId,
            String host,
            int peerPort,
            Role role,
            boolean inRing,
            boolean extended,
            int inFlight,
            long requests) {}
}
