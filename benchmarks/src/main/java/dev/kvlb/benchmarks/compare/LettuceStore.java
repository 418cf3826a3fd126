package dev.kvlb.benchmarks.compare;

import io.lettuce.core.RedisClient;
import io.lettuce.core.RedisURI;
import io.lettuce.core.api.StatefulRedisConnection;
import io.lettuce.core.codec.ByteArrayCodec;
import io.lettuce.core.codec.RedisCodec;
import io.lettuce.core.codec.StringCodec;
import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** A redis by Lettuce: one connection that all threads share. */
final class LettuceStore implements Store {
    private final Processes processes;
    private final RedisClient client;
    private final StatefulRedisConnection<String, byte[]> connection;

    LettuceStore(Processes processes) throws IOException {
        this.processes = processes;
        client = RedisClient.create(RedisURI.create("127.0.0.1", RedisServer.start(processes)));
        connection = client.connect(RedisCodec.of(StringCodec.UTF8, ByteArrayCodec.INSTANCE));
    }

    @Override
    public byte @Nullable [] get(String key) {
        return connection.sync().get(key);
    }

    @Override
    public void put(String key, byte[] value) {
        connection.sync().set(key, value);
    }

    @Override
    public Window window(int inFlight) {
        return new FutureWindow(
                key -> connection.async().get(key),
                (key, value) -> connection.async().set(key, value),
                inFlight);
    }

    @Override
    public void close() {
        connection.close();
        client.shutdown();
        processes.close();
    }
}
