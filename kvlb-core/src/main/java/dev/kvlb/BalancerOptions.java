package dev.kvlb;

import dev.kvlb.internal.balancer.BalancerConfig;
import dev.kvlb.internal.link.Endpoint;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/**
 * What a builder has been told of a load balancer.
 *
 * @param clients where clients are to connect; port 0 is any that is free
 * @param workers where workers are to connect; the same
 * @param clientsMax how many clients may be connected
 * @param stateDirectory where it records, or null
 */
record BalancerOptions(
        Endpoint clients,
        Endpoint workers,
        int clientsMax,
        @Nullable Path stateDirectory,
        LoadBalancerListener listener,
        BalancerConfig config) {}
