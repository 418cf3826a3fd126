package dev.kvlb.benchmarks.compare;

import dev.kvlb.Client;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** kvlb as the command line starts it: a balancer and two workers, each in a process of its own, with every default. */
final class KvlbStore implements Store {
    private static final int WORKERS = 2;
    private static final Pattern READY =
            Pattern.compile("clients=127\\.0\\.0\\.1:(\\d+) workers=127\\.0\\.0\\.1:(\\d+)");

    private final Processes processes;
    private final Client client;

    KvlbStore(String command, int requestsMax, Processes processes) throws IOException {
        this.processes = processes;
        String line = processes.start(
                "kvlb-balancer",
                "kvlb balancer ready",
                List.of(command, "balancer", "--client-port", "0", "--worker-port", "0"));
        Matcher ports = READY.matcher(line);
        if (!ports.find()) {
            throw new IOException("the balancer names no ports of 127.0.0.1: " + line);
        }
        for (int i = 1; i <= WORKERS; i++) {
            processes.start(
                    "kvlb-worker-" + i,
                    "kvlb worker ready",
                    List.of(command, "worker", "--balancer", "127.0.0.1:" + ports.group(2)));
        }
        client = Client.builder()
                .balancer("127.0.0.1", Integer.parseInt(ports.group(1)))
                .inFlightMax(requestsMax)
                .build()
                .start();
    }

    @Override
    public byte @Nullable [] get(String key) {
        return client.get(bytes(key)).orElse(null);
    }

    @Override
    public void put(String key, byte[] value) {
        client.put(bytes(key), value);
    }

    @Override
    public Window window(int inFlight) {
        return new FutureWindow(
                key -> client.getAsync(bytes(key)), (key, value) -> client.putAsync(bytes(key), value), inFlight);
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
