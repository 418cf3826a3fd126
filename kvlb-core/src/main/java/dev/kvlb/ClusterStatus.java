package dev.kvlb;

import dev.kvlb.BalancerSnapshot.Phase;
import dev.kvlb.BalancerSnapshot.WorkerState;
import java.util.List;

/**
 * The state of a cluster at one moment, as its balancer tells a {@link Client}.
 *
 * @param phase whether the cluster serves, and if not, why
 * @param reason what it waits for and what to do, for people; empty while it serves
 * @param consistency what it promises
 * @param cluster its identity, chosen at random when it is founded; 0 before
 * @param epoch which run of the balancer this is; greater than that of every earlier one
 * @param view the number of the current view: how often the members of the cluster have changed in this epoch
 * @param settledVersion the greatest version such that the writes of it and of all before it are held by every member
 * @param workers the members of the cluster, then those that wait to be let in
 * @param inFlight how many requests workers have and have not answered completely
 * @param dirtyKeys how many keys have writes in flight
 * @param queued how many requests wait for a worker
 * @param clients how many clients are connected, the one that asks included
 */
public record ClusterStatus(
        Phase phase,
        String reason,
        Consistency consistency,
        long cluster,
        long epoch,
        long view,
        long settledVersion,
        List<WorkerState> workers,
        int inFlight,
        int dirtyKeys,
        int queued,
        int clients) {}
