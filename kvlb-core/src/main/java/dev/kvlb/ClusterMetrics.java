package dev.kvlb;

/**
 * What a balancer has counted and measured since it began, as it tells a {@link Client}; two of them, one {@link
 * #since(ClusterMetrics)} the other, tell what happened in between.
 *
 * <p>A request is counted when its reply is written, unless its client is gone by then.
 *
 * @param incarnation the identity of the run of the balancer in which all is counted
 * @param puts PUTs that were done
 * @param gets GETs that were answered, with a value or that there is none
 * @param deletes DELETEs that were done
 * @param notFound those of the GETs that found nothing
 * @param busy requests that were refused or given up before anything was done, and may be sent again
 * @param unknown requests of which nobody knows whether they were done
 * @param invalid requests with a key or value beyond the limits, and connections that broke the protocol
 * @param settledVersion the greatest version such that the writes of it and of all before it are held by every member
 * @param lag by how many versions that is behind the newest one
 * @param lagMicros for how long, in microseconds, the oldest write that not every member is known to hold has been with
 *     the balancer; 0 where there is none
 * @param latencies of the requests that were done, from their arrival at the balancer to their reply, by a clock that
 *     the balancer reads once in each turn of its loop
 */
public record ClusterMetrics(
        long incarnation,
        long puts,
        long gets,
        long deletes,
        long notFound,
        long busy,
        long unknown,
        long invalid,
        long settledVersion,
        long lag,
        long lagMicros,
        Latencies latencies) {
    /** {@return how many requests were refused, given up or lost} */
    public long errors() {
        return busy + unknown + invalid;
    }

    /**
     * {@return the counts and latencies since an earlier look, beside the version and the lag of this one} Where another
     * run of the balancer has begun in between, it has counted from 0.
     *
     * @param earlier what the same balancer told before
     */
    public ClusterMetrics since(ClusterMetrics earlier) {
        if (earlier.incarnation != incarnation) {
            return this;
        }
        return new ClusterMetrics(
                incarnation,
                puts - earlier.puts,
                gets - earlier.gets,
                deletes - earlier.deletes,
                notFound - earlier.notFound,
                busy - earlier.busy,
                unknown - earlier.unknown,
                invalid - earlier.invalid,
                settledVersion,
                lag,
                lagMicros,
                latencies.since(earlier.latencies));
    }
}
