package dev.kvlb.cli;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kvlb.cli.call.Invocation;
import dev.kvlb.protocol.ClusterState;
import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.Key;
import dev.kvlb.protocol.Message;
import dev.kvlb.protocol.ReplicationMode;
import dev.kvlb.protocol.Value;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** {@code kvlb shell} from a pipe, within this process, beside a balancer that keeps what is put. */
abstract class PipedShell {
    final Map<Key, Value> stored = new ConcurrentHashMap<>();
    final ByteArrayOutputStream out = new ByteArrayOutputStream();
    final ByteArrayOutputStream err = new ByteArrayOutputStream();
    FakeBalancer balancer;

    @BeforeEach
    void startABalancer() throws IOException {
        balancer = FakeBalancer.extended(this::answer);
    }

    @AfterEach
    void endIt() throws IOException {
        balancer.close();
    }

    Message answer(Message request) {
        if (request instanceof Message.Put put) {
            if (put.key().equals(Key.of("busy"))) {
                return new Message.Error(ErrorCode.SERVER_BUSY, "No workers available");
            }
            stored.put(put.key(), put.value());
            return new Message.PutResponse(ErrorCode.NONE, put.key());
        }
        if (request instanceof Message.Delete delete) {
            stored.remove(delete.key());
            return new Message.VersionedDeleteResponse(ErrorCode.NONE, 1, 7, delete.key());
        }
        if (request instanceof Message.Status) {
            return new Message.StatusResponse(
                    ClusterState.EMPTY, ReplicationMode.EVENTUAL, 0, 1, 0, 0, 0, 0, 0, 1, "no worker has come yet", 0);
        }
        Key key = ((Message.Get) request).key();
        Value value = stored.get(key);
        return value == null
                ? new Message.GetResponse(ErrorCode.KEY_NOT_FOUND, key, Value.EMPTY)
                : new Message.GetResponse(ErrorCode.NONE, key, value);
    }

    int shell(byte[] input, OutputStream out, String... arguments) {
        List<String> all = new ArrayList<>(List.of("shell", "--balancer", balancer.address()));
        all.addAll(List.of(arguments));
        return KvlbCommand.run(
                new Invocation(all, Map.of(), new ByteArrayInputStream(input), out, new PrintStream(err, true, UTF_8)));
    }

    int shell(String input, String... arguments) {
        return shell(input.getBytes(UTF_8), out, arguments);
    }
}
