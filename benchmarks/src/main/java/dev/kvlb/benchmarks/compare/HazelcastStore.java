package dev.kvlb.benchmarks.compare;

import com.hazelcast.client.HazelcastClient;
import com.hazelcast.client.config.ClientConfig;
import com.hazelcast.core.HazelcastInstance;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** A ReplicatedMap of Hazelcast on two members, each in a process of its own, by its client. */
final class HazelcastStore implements Store {
    /** What its makers say a JVM from 9 on needs. */
    private static final List<String> JVM_OPTIONS = List.of(
            "--add-modules",
            "java.se",
            "--add-exports",
            "java.base/jdk.internal.ref=ALL-UNNAMED",
            "--add-opens",
            "java.base/java.lang=ALL-UNNAMED",
            "--add-opens",
            "java.base/sun.nio.ch=ALL-UNNAMED",
            "--add-opens",
            "java.management/sun.management=ALL-UNNAMED",
            "--add-opens",
            "jdk.management/com.sun.management.internal=ALL-UNNAMED",
            "-Dhazelcast.phone.home.enabled=false");

    private final Processes processes;
    private final HazelcastInstance client;
    private final Map<String, byte[]> map;

    HazelcastStore(Processes processes) throws IOException {
        this.processes = processes;
        String one = String.valueOf(Processes.freePort());
        String other = String.valueOf(Processes.freePort());
        Class<?> member = HazelcastMember.class;
        processes.startJava("hazelcast-1", HazelcastMember.READY, member, JVM_OPTIONS, one, other);
        processes.startJava("hazelcast-2", HazelcastMember.READY, member, JVM_OPTIONS, other, one);
        ClientConfig config = new ClientConfig();
        config.getNetworkConfig().addAddress("127.0.0.1:" + one, "127.0.0.1:" + other);
        client = HazelcastClient.newHazelcastClient(config);
        int members = client.getCluster().getMembers().size();
        if (members != 2) {
            throw new IOException("the members did not find each other: the cluster has " + members);
        }
        map = client.getReplicatedMap("benchmark");
    }

    @Override
    public byte @Nullable [] get(String key) {
        return map.get(key);
    }

    @Override
    public void put(String key, byte[] value) {
        map.put(key, value);
    }

    /** A ReplicatedMap has no methods that return at once. */
    @Override
    public boolean hasWindows() {
        return false;
    }

    @Override
    public Window window(int inFlight) {
        throw new UnsupportedOperationException("a ReplicatedMap has no methods that return at once");
    }

    @Override
    public void close() {
        client.shutdown();
        processes.close();
    }
}
