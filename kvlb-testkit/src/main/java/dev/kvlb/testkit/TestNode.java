package dev.kvlb.testkit;

/** What takes part in the network of a {@link TestCluster}: a worker, the balancer, or all clients together. */
public interface TestNode {
    /** {@return what reports call it, such as {@code worker 1}} */
    String name();
}
