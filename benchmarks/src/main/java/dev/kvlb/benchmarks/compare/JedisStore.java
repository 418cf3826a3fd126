package dev.kvlb.benchmarks.compare;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;
import redis.clients.jedis.ConnectionPoolConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Pipeline;
import redis.clients.jedis.RedisClient;

/** A redis by Jedis: a pool of connections, and pipelines for what others do with futures. */
final class JedisStore implements Store {
    private final Processes processes;
    private final RedisClient client;

    JedisStore(int connections, Processes processes) throws IOException {
        this.processes = processes;
        ConnectionPoolConfig pool = new ConnectionPoolConfig();
        pool.setMaxTotal(connections);
        pool.setMaxIdle(connections);
        client = RedisClient.builder()
                .hostAndPort(new HostAndPort("127.0.0.1", RedisServer.start(processes)))
                .poolConfig(pool)
                .build();
    }

    @Override
    public byte @Nullable [] get(String key) {
        return client.get(bytes(key));
    }

    @Override
    public void put(String key, byte[] value) {
        client.set(bytes(key), value);
    }

    /** Sends requests when there are so many, and waits for all their answers. */
    @Override
    public Window window(int inFlight) {
        Pipeline pipeline = client.pipelined();
        return new Window() {
            private int underWay;

            @Override
            public void get(String key) {
                pipeline.get(bytes(key));
                count();
            }

            @Override
            public void put(String key, byte[] value) {
                pipeline.set(bytes(key), value);
                count();
            }

            private void count() {
                if (++underWay == inFlight) {
                    pipeline.sync();
                    underWay = 0;
                }
            }

            @Override
            public void await() {
                pipeline.close();
            }
        };
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
