package dev.kvlb.cli.operator;

import dev.kvlb.Client;
import dev.kvlb.ClusterMetrics;
import dev.kvlb.ClusterStatus;

/**
 * One look at a cluster.
 *
 * @param nanos when it was, as {@link System#nanoTime()} says it
 */
record TopLook(ClusterStatus status, ClusterMetrics metrics, long nanos) {
    static TopLook at(Client client) {
        return new TopLook(client.status(), client.metrics(), System.nanoTime());
    }
}
