package dev.kvlb.benchmarks.compare;

import com.hazelcast.config.Config;
import com.hazelcast.config.JoinConfig;
import com.hazelcast.core.Hazelcast;

/** One member of a Hazelcast cluster, in a process of its own. */
final class HazelcastMember {
    static final String READY = "hazelcast member ready";

    private HazelcastMember() {}

    /** Joins the members at {@code PORT...} of the loopback address, the first of which is its own. */
    public static void main(String[] ports) {
        Config config = new Config();
        config.getNetworkConfig().setPort(Integer.parseInt(ports[0])).setPortAutoIncrement(false);
        config.getNetworkConfig().getInterfaces().setEnabled(true).addInterface("127.0.0.1");
        JoinConfig join = config.getNetworkConfig().getJoin();
        join.getAutoDetectionConfig().setEnabled(false);
        join.getMulticastConfig().setEnabled(false);
        join.getTcpIpConfig().setEnabled(true);
        for (String port : ports) {
            join.getTcpIpConfig().addMember("127.0.0.1:" + port);
        }
        Hazelcast.newHazelcastInstance(config);
        System.out.println(READY);
    }
}
