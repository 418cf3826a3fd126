package dev.kvlb.benchmarks.compare;

import org.infinispan.manager.DefaultCacheManager;
import org.infinispan.server.hotrod.HotRodServer;
import org.infinispan.server.hotrod.configuration.HotRodServerConfigurationBuilder;

/** One node of an Infinispan cluster with a server for Hot Rod clients, in a process of its own. */
final class InfinispanMember {
    static final String READY = "infinispan member ready with";
    static final String CACHE = "benchmark";

    private InfinispanMember() {}

    /** Serves at the port that is the argument; where the cluster is, JGroups takes from system properties. */
    public static void main(String[] args) throws Exception {
        DefaultCacheManager manager = new DefaultCacheManager("infinispan-loopback.xml");
        manager.getCache(CACHE);
        HotRodServer server = new HotRodServer();
        server.start(
                new HotRodServerConfigurationBuilder()
                        .host("127.0.0.1")
                        .port(Integer.parseInt(args[0]))
                        .build(),
                manager);
        System.out.println(READY + " members=" + manager.getMembers().size());
    }
}
