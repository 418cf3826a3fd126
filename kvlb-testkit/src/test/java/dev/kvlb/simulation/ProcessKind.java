package dev.kvlb.simulation;

/** What a process of the cluster is. */
enum ProcessKind {
    CLIENT,
    BALANCER,
    WORKER
}
