package dev.kvlb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.Client;
import dev.kvlb.KvlbException;
import dev.kvlb.simulation.Operation.Kind;
import dev.kvlb.simulation.Operation.Outcome;
import dev.kvlb.simulation.RecordedHistory;
import dev.kvlb.simulation.RecordedOperation;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/**
 * A cluster of processes under load, with what is needed to do it harm, and to check in the end that it has kept what it
 * promises. The histories of the clients and the logs of the servers are left in {@code target/trials}.
 */
final class Trial implements AutoCloseable {
    private static final int WORKERS = 3;
    private static final int CLIENTS = 6;

    /** What is stored first and never again, so that a new worker has something to import: 100 values of 60,000 bytes. */
    private static final int BALLAST = 100;

    private static final int BALLAST_BYTES = 60_000;

    private final String name;
    private final Path directory;
    private final Random random;
    private final Cluster cluster;
    private final Client client;
    private final Recorder recorder;
    private final Crew crew;
    private final Load load;
    private final List<RecordedOperation> own = new ArrayList<>();
    private final long startNanos = System.nanoTime();

    /** Starts the processes of a trial of this name, and waits until they are busy. */
    Trial(String name, String... balancerOptions) throws IOException {
        this(name, new Cluster(0, balancerOptions), null);
    }

    /** Starts the others, where the workers are to look for their balancer at that address. */
    Trial(String name, Cluster cluster, String balancer) throws IOException {
        this.name = name;
        this.cluster = cluster;
        long seed = Long.getLong("kvlb.seed", System.nanoTime() % 1_000_000);
        random = new Random(seed);
        say("seed %d", seed);
        String address = cluster.clientAddress();
        client = Client.builder()
                .balancer("127.0.0.1", Integer.parseInt(Cluster.port(address)))
                .build()
                .start();
        recorder = new Recorder(client, 0);
        crew = new Crew(cluster, client, balancer == null ? cluster.workerAddress() : balancer);
        directory = Files.createDirectories(Path.of("target", "trials", name));
        crew.fillUp(WORKERS);
        load = new Load(address, directory, CLIENTS);
        try {
            crew.awaitReady(WORKERS);
            storeFirst();
            load.begin();
            crew.awaitProgress(50);
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    /** While clients start, a machine may be so busy that a worker is taken for lost: what was not done is done again. */
    private void storeFirst() {
        for (int stored = 0; stored < BALLAST; ) {
            stored += isPut("ballast" + stored, ballast(stored)) ? 1 : 0;
        }
        for (int stored = 0; stored < Recorder.KEYS; ) {
            RecordedOperation put = recorder.put(Recorder.key(stored));
            own.add(put);
            stored += put.outcome() == Outcome.DONE ? 1 : 0;
        }
    }

    private boolean isPut(String key, String value) {
        try {
            client.put(key, value);
            return true;
        } catch (KvlbException e) {
            return false;
        }
    }

    private static String ballast(int which) {
        return Integer.toString(which).repeat(BALLAST_BYTES / 2);
    }

    Cluster cluster() {
        return cluster;
    }

    Crew crew() {
        return crew;
    }

    Random random() {
        return random;
    }

    /** Returns one of them by chance. */
    <T> T any(Iterable<T> some) {
        List<T> all = new ArrayList<>();
        some.forEach(all::add);
        return all.get(random.nextInt(all.size()));
    }

    /** Returns them in an order by chance. */
    <T> List<T> shuffled(List<T> some) {
        List<T> all = new ArrayList<>(some);
        Collections.shuffle(all, random);
        return all;
    }

    /** Writes a line to the log of the test, with the time since the start. */
    void say(String format, Object... arguments) {
        double seconds = (System.nanoTime() - startNanos) / 1e9;
        System.out.printf(
                Locale.ROOT, "%s %6.2f s: %s%n", name, seconds, String.format(Locale.ROOT, format, arguments));
    }

    /**
     * Ends the load when the faults have ended, reads all keys from every worker, and checks what all have seen.
     *
     * @return what was done, for further checks
     */
    RecordedHistory finish() throws IOException {
        crew.checkAlive();
        crew.fillUp(WORKERS);
        int ready = crew.awaitReady(WORKERS).size();
        crew.awaitProgress(50);
        RecordedHistory history = new RecordedHistory();
        load.endInto(history);
        List<RecordedOperation> reads = new ArrayList<>();
        for (int i = 0; i < 2 * ready * Recorder.KEYS; i++) {
            reads.add(recorder.get(Recorder.key(i / (2 * ready))));
        }
        history.addAll(own);
        history.addAll(reads);
        say("%s", summary(history));
        assertThat(reads).as("reads at rest").allMatch(operation -> operation.outcome() == Outcome.DONE);
        history.check();
        assertThat(history.foundNothing()).noneMatch(read -> Recorder.isNeverDeleted(read.key()));
        for (int i = 0; i < BALLAST; i++) {
            assertThat(client.get("ballast" + i)).as("ballast %d", i).contains(ballast(i));
        }
        return history;
    }

    private String summary(RecordedHistory history) {
        return String.format(
                Locale.ROOT,
                "puts %d, deletes %d, gets %d (nothing found by %d); refused %d, unknown %d; of workers: %s",
                history.count(Kind.PUT, Outcome.DONE),
                history.count(Kind.DELETE, Outcome.DONE),
                history.count(Kind.GET, Outcome.DONE),
                history.foundNothing().size(),
                history.count(Outcome.REFUSED),
                history.count(Outcome.UNKNOWN),
                crew);
    }

    @Override
    public void close() {
        load.close();
        client.close();
        cluster.close();
        List<Kvlb> servers = cluster.started();
        for (int i = 0; i < servers.size(); i++) {
            try {
                Files.writeString(
                        directory.resolve("server-" + i + ".log"),
                        servers.get(i).log());
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }
    }
}
