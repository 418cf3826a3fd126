package dev.kvlb.cli.operator;

import dev.kvlb.BalancerSnapshot.WorkerState;
import dev.kvlb.ClusterMetrics;
import dev.kvlb.ClusterStatus;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What a cluster has done between two looks at it.
 *
 * @param status the later look
 * @param requestsPerSecond requests that were given to workers
 * @param workers those that are connected, in the order of the status
 * @param metrics what the balancer has counted and measured between the looks
 * @param seconds between the looks, more than 0
 */
record TopSample(
        ClusterStatus status, double requestsPerSecond, List<Share> workers, ClusterMetrics metrics, double seconds) {
    private static final double NANOS_PER_SECOND = 1e9;

    static TopSample between(TopLook before, TopLook now) {
        double seconds = Math.max(1, now.nanos() - before.nanos()) / NANOS_PER_SECOND;
        Map<Long, WorkerState> earlier = new TreeMap<>();
        before.status().workers().forEach(worker -> earlier.put(worker.workerId(), worker));
        List<Share> workers = new ArrayList<>();
        double sum = 0;
        for (WorkerState worker : now.status().workers()) {
            if (worker.connected()) {
                long requests = requestsSince(earlier.get(worker.workerId()), worker);
                double perSecond = requests / seconds;
                workers.add(new Share(worker, perSecond));
                sum += perSecond;
            }
        }
        return new TopSample(now.status(), sum, workers, now.metrics().since(before.metrics()), seconds);
    }

    /** A worker that has connected anew begins to count anew. */
    private static long requestsSince(@Nullable WorkerState before, WorkerState now) {
        if (before == null || before.requests() > now.requests()) {
            return now.requests();
        }
        return now.requests() - before.requests();
    }

    /** Returns which part of the requests a worker got, in percent; 0 where there were none. */
    double percent(Share worker) {
        return requestsPerSecond == 0 ? 0 : 100 * worker.requestsPerSecond() / requestsPerSecond;
    }

    /** Returns how many there were in a second of what the metrics count. */
    double perSecond(long count) {
        return count / seconds;
    }

    /** A worker, and how many requests it was given. */
    record Share(WorkerState worker, double requestsPerSecond) {}
}
