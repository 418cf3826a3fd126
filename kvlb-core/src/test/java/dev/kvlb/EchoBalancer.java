package dev.kvlb;

import dev.kvlb.ScriptedBalancer.Session;
import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.Key;
import dev.kvlb.protocol.Message;
import dev.kvlb.protocol.Value;
import java.io.IOException;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;

/** A balancer that keeps what it is told in a map, and breaks a connection now and then where it was told to. */
final class EchoBalancer implements AutoCloseable {
    private final ScriptedBalancer balancer = new ScriptedBalancer();
    private final Map<Key, Value> entries = new ConcurrentHashMap<>();
    private final int requestsPerConnection;
    private final boolean extended;
    private final AtomicLong versions = new AtomicLong();
    private final Random chances = new Random(7);
    private volatile boolean closed;

    /** Makes one that serves each connection for as many requests; how it then breaks it is a matter of chance. */
    EchoBalancer(int requestsPerConnection, boolean extended) throws IOException {
        this.requestsPerConnection = requestsPerConnection;
        this.extended = extended;
        Thread thread = new Thread(this::serve, "echo-balancer");
        thread.setDaemon(true);
        thread.start();
    }

    Client.Builder client() {
        return balancer.client();
    }

    private void serve() {
        while (!closed) {
            try {
                serve(balancer.accept());
            } catch (IOException e) {
                // The client has closed its connection, or the test this balancer.
            }
        }
    }

    private void serve(Session session) throws IOException {
        if (extended) {
            session.welcome();
        }
        for (int i = 0; i < requestsPerConnection; i++) {
            session.send(answer(session.receive()));
        }
        int chance = chances.nextInt(3);
        if (chance == 0) {
            session.reset();
        } else if (chance == 1) {
            answer(session.receive());
            session.close();
        } else {
            session.send(new Message.Shutdown());
            session.close();
        }
    }

    private Message answer(Message request) {
        if (request instanceof Message.Put put) {
            entries.put(put.key(), put.value());
            return extended
                    ? new Message.VersionedPutResponse(ErrorCode.NONE, versions.incrementAndGet(), 7, put.key())
                    : new Message.PutResponse(ErrorCode.NONE, put.key());
        }
        if (request instanceof Message.Delete delete) {
            entries.remove(delete.key());
            return new Message.VersionedDeleteResponse(ErrorCode.NONE, versions.incrementAndGet(), 7, delete.key());
        }
        Key key = ((Message.Get) request).key();
        Value value = entries.get(key);
        if (value == null) {
            return new Message.GetResponse(ErrorCode.KEY_NOT_FOUND, key, Value.EMPTY);
        }
        return extended
                ? new Message.VersionedGetResponse(ErrorCode.NONE, versions.get(), 7, key, value)
                : new Message.GetResponse(ErrorCode.NONE, key, value);
    }

    @Override
    public void close() throws IOException {
        closed = true;
        balancer.close();
    }
}
