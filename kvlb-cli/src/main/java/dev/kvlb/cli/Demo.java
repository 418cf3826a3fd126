package dev.kvlb.cli;

import dev.kvlb.BalancerSnapshot.WorkerState;
import dev.kvlb.Client;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * A cluster in this process that loads some hundred entries, reads all of them through every worker, grows, shrinks, and
 * reads them again.
 *
 * <p>The ring goes round, and nobody else asks: so reading a key as often as there are workers asks each worker once. That
 * it was so is proved by the balancer's count of the requests of each.
 */
final class Demo {
    private static final int WORKERS = 3;
    private static final long STEP_NANOS_MAX = TimeUnit.SECONDS.toNanos(10);
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(1);

    private final DemoReport report;
    private final SortedMap<String, String> countries = DemoData.countries();
    private final SortedMap<String, String> zones = DemoData.zones(Instant.now());
    private final SortedMap<String, String> entries = new TreeMap<>();

    Demo(DemoReport report) {
        this.report = report;
        entries.putAll(countries);
        entries.putAll(zones);
    }

    /** Runs it, and returns whether all was as it should be. */
    boolean run() {
        report.title("One balancer, three workers and a client, all in this process.");
        try (EmbeddedCluster cluster = EmbeddedCluster.start(WORKERS);
                Client client = cluster.connect()) {
            report.step("start", "balancer on " + cluster.clientAddress() + " with workers 1, 2 and 3");
            boolean allTrue = load(cluster, client)
                    && readThroughEach(cluster, client)
                    && join(cluster)
                    && readThroughEach(cluster, client)
                    && stopTwo(cluster)
                    && readThroughEach(cluster, client);
            report.end(allTrue, "All " + entries.size() + " entries are still there.");
            return allTrue;
        }
    }

    private boolean load(EmbeddedCluster cluster, Client client) {
        List<CompletableFuture<?>> puts = new ArrayList<>();
        entries.forEach((key, value) -> puts.add(client.putAsync(key, value)));
        puts.forEach(CompletableFuture::join);
        // A put is answered by one worker; the others have it a moment later.
        boolean everywhere = await(() -> cluster.snapshot().writesInFlight() == 0);
        report.step(
                everywhere,
                "load",
                countries.size() + " countries and " + zones.size() + " time zones, which the JDK ships");
        showSome("country/AT", "country/SG", "zone/Asia/Singapore", "zone/Europe/Vienna");
        return everywhere;
    }

    private void showSome(String... keys) {
        for (String key : keys) {
            String value = entries.get(key);
            if (value != null) {
                report.detail(key, value);
            }
        }
    }

    private boolean readThroughEach(EmbeddedCluster cluster, Client client) {
        Map<Long, Long> before = requests(cluster);
        int workers = before.size();
        Map<String, List<CompletableFuture<Optional<String>>>> answers = new TreeMap<>();
        for (String key : entries.keySet()) {
            List<CompletableFuture<Optional<String>>> ofKey = new ArrayList<>();
            for (int i = 0; i < workers; i++) {
                ofKey.add(client.getAsync(key));
            }
            answers.put(key, ofKey);
        }
        long wrong = answers.entrySet().stream()
                .filter(answer -> !answer.getValue().stream()
                        .allMatch(value -> value.join().equals(Optional.ofNullable(entries.get(answer.getKey())))))
                .count();
        Map<Long, Long> after = requests(cluster);
        boolean eachServed = after.keySet().equals(before.keySet())
                && after.entrySet().stream()
                        .allMatch(worker ->
                                worker.getValue() - before.getOrDefault(worker.getKey(), 0L) == entries.size());
        report.step(
                wrong == 0 && eachServed,
                "read",
                wrong > 0
                        ? wrong + " of " + entries.size() + " entries are wrong or missing"
                        : "every entry from each of " + workers + " workers: all are right");
        after.forEach((id, count) -> report.share(id, count - before.getOrDefault(id, 0L), entries.size()));
        return wrong == 0 && eachServed;
    }

    private boolean join(EmbeddedCluster cluster) {
        long imported = cluster.addWorker(WORKERS + 1L).snapshot().entries();
        boolean complete = imported == entries.size();
        report.step(complete, "join", "worker 4 came, imported " + imported + " entries, and is in the ring");
        return complete;
    }

    private boolean stopTwo(EmbeddedCluster cluster) {
        cluster.stopWorker(1);
        cluster.stopWorker(2);
        boolean gone = await(() -> requests(cluster).size() == WORKERS + 1 - 2);
        report.step(gone, "stop", "workers 1 and 2 are gone, 3 and 4 go on");
        return gone;
    }

    private static Map<Long, Long> requests(EmbeddedCluster cluster) {
        Function<WorkerState, Long> id = WorkerState::workerId;
        return new TreeMap<>(cluster.snapshot().workers().stream()
                .filter(WorkerState::inRing)
                .collect(Collectors.toMap(id, WorkerState::requests)));
    }

    private static boolean await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + STEP_NANOS_MAX;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                return false;
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
        return true;
    }
}
