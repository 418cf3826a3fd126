package dev.kvlb;

import java.util.List;

/**
 * The state of a load balancer at one moment.
 *
 * @param phase whether it serves, and if not, why
 * @param reason what it waits for and what to do, for people; empty while it serves
 * @param cluster the identity of the cluster, chosen at random when it is founded; 0 before
 * @param epoch which run of the balancer this is; greater than that of every earlier one
 * @param view the number of the current view: how often the members of the cluster have changed in this epoch
 * @param settledVersion the greatest version such that the writes of it and of all before it are held by every member
 * @param workers the members of the cluster, in the order in which they came, then those that wait to be let in
 * @param clients how many clients are connected
 * @param queued how many requests wait for a worker
 * @param unanswered how many requests wait for their answer, those in the queue included
 * @param writesInFlight how many writes are not yet known to be held by every member
 * @param dirtyKeys how many keys those writes are about
 * @param bufferedBytes how many bytes of requests and replies are kept
 */
public record BalancerSnapshot(
        Phase phase,
        String reason,
        long cluster,
        long epoch,
        long view,
        long settledVersion,
        List<WorkerState> workers,
        int clients,
        int queued,
        int unanswered,
        int writesInFlight,
        int dirtyKeys,
        long bufferedBytes) {
    /** Whether a balancer serves. */
    public enum Phase {
        /** It listens whether workers of an earlier run report. */
        OPENING,
        /** It waits for workers of an earlier run, or asks them what was in flight. */
        RECOVERING,
        /** Requests are answered. */
        SERVING,
        /** Every worker that held all data is lost, or what must be recorded can't be: requests are refused. */
        SUSPENDED,
        /** There is no data yet: the next worker begins. */
        EMPTY
    }

    /** What a worker is to the cluster. */
    public enum Role {
        /** It is connected, and waits to be let in. */
        NONE,
        /** It is told of every write and imports what was there before. */
        LEARNER,
        /** It holds all data. */
        READY
    }

    /**
     * The state of one worker.
     *
     * @param workerId 0..4,294,967,295
     * @param incarnation which run of the worker's process this is; 0 where it speaks only the base protocol
     * @param host from where it connected
     * @param peerPort on which it takes the connections of its peers
     * @param role what it is
     * @param connected whether it has a connection now
     * @param inRing whether it gets requests
     * @param extended whether it speaks the extensions, or only the base protocol
     * @param inFlight how many requests it has under way
     * @param requests how many requests it has been given
     * @param dataBytes about how many bytes of memory its data use, as it last said
     * @param dataBytesMax how many they may use before writes are refused; 0 where it has not said
     */
    public record WorkerState(
            long workerId,
            long incarnation,
            String host,
            int peerPort,
            Role role,
            boolean connected,
            boolean inRing,
            boolean extended,
            int inFlight,
            long requests,
            long dataBytes,
            long dataBytesMax) {}
}
