package dev.kvlb.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.simulation.RecordedHistory;
import dev.kvlb.simulation.RecordedOperation;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

/** Clients, each a process, that put, get and delete all the time once they are told to; closing it ends them. */
final class Load implements AutoCloseable {
    private final List<Kvlb> clients = new ArrayList<>();
    private final List<Path> files = new ArrayList<>();

    /** Starts clients of the balancer at this address, which write their histories into that directory. */
    Load(String balancer, Path directory, int count) {
        String host = balancer.substring(0, balancer.lastIndexOf(':'));
        for (int number = 1; number <= count; number++) {
            Path file = directory.resolve("client-" + number + ".history");
            files.add(file);
            clients.add(Kvlb.startClass(
                    RecordingClient.class, host, Cluster.port(balancer), Integer.toString(number), file.toString()));
        }
    }

    /** Lets the clients begin. */
    void begin() {
        checkClocks("begin");
    }

    /** Ends the clients, and adds what they have done. */
    void endInto(RecordedHistory history) throws IOException {
        checkClocks("end");
        clients.forEach(Kvlb::closeInput);
        for (Kvlb client : clients) {
            client.end().isDone();
        }
        for (Path file : files) {
            try (Stream<String> lines = Files.lines(file)) {
                history.addAll(lines.map(RecordedOperation::parse).toList());
            }
        }
    }

    /**
     * Checks that each client has the same clock as this process. System.nanoTime promises that for one process alone, but
     * on Linux it is CLOCK_MONOTONIC, which is one for all processes since the machine was started.
     */
    private void checkClocks(String moment) {
        for (Kvlb client : clients) {
            long before = System.nanoTime();
            client.type((moment + "\n").getBytes(UTF_8));
            long there = Long.parseLong(client.awaitLine(moment + " (-?\\d+)").group(1));
            long after = System.nanoTime();
            assertThat(there).as("clock of a client").isBetween(before, after);
        }
    }

    @Override
    public void close() {
        clients.forEach(Kvlb::close);
    }
}
