package dev.kvlb.benchmarks.compare;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.infinispan.client.hotrod.RemoteCache;
import org.infinispan.client.hotrod.RemoteCacheManager;
import org.infinispan.client.hotrod.configuration.ConfigurationBuilder;
import org.infinispan.commons.marshall.IdentityMarshaller;
import org.jspecify.annotations.Nullable;

/** A REPL_SYNC cache of Infinispan on two nodes, each in a process of its own, by its Hot Rod client. */
final class InfinispanStore implements Store {
    /** Its own 50,000 leads past the last port. */
    private static final int FAILURE_PORT_OFFSET = -20_000;

    private final Processes processes;
    private final RemoteCacheManager client;
    private final RemoteCache<byte[], byte[]> cache;

    InfinispanStore(Processes processes) throws IOException {
        this.processes = processes;
        int oneBind = Processes.freePort();
        int otherBind = Processes.freePort();
        String hosts = "127.0.0.1[%d],127.0.0.1[%d]".formatted(oneBind, otherBind);
        int one = Processes.freePort();
        int other = Processes.freePort();
        start("infinispan-1", one, oneBind, hosts, 1);
        start("infinispan-2", other, otherBind, hosts, 2);
        ConfigurationBuilder config = new ConfigurationBuilder();
        config.addServers("127.0.0.1:%d;127.0.0.1:%d".formatted(one, other)).marshaller(new IdentityMarshaller());
        client = new RemoteCacheManager(config.build());
        cache = client.getCache(InfinispanMember.CACHE);
    }

    private void start(String name, int port, int bindPort, String hosts, int members) throws IOException {
        List<String> options = List.of(
                "-Djgroups.bind.address=127.0.0.1",
                "-Djgroups.bind.port=" + bindPort,
                "-Djgroups.fd.port-offset=" + FAILURE_PORT_OFFSET,
                "-Djgroups.hosts=" + hosts);
        String line = processes.startJava(
                name, InfinispanMember.READY, InfinispanMember.class, options, String.valueOf(port));
        if (!line.endsWith("members=" + members)) {
            throw new IOException(name + " did not find the others: " + line);
        }
    }

    @Override
    public byte @Nullable [] get(String key) {
        return cache.get(bytes(key));
    }

    @Override
    public void put(String key, byte[] value) {
        cache.put(bytes(key), value);
    }

    @Override
    public Window window(int inFlight) {
        return new FutureWindow(
                key -> cache.getAsync(bytes(key)), (key, value) -> cache.putAsync(bytes(key), value), inFlight);
    }

    private static byte[] bytes(String key) {
        return key.getBytes(StandardCharsets.UTF_8);
    }

    @Override
    public void close() {
        client.close();
        processes.close();
    }
}
