package dev.kvlb.cli.demo;

import dev.kvlb.BalancerSnapshot.WorkerState;
import dev.kvlb.Client;
import dev.kvlb.Found;
import dev.kvlb.cli.server.EmbeddedCluster;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BooleanSupplier;
import java.util.stream.Collectors;

/**
 * A cluster in this process that loads some hundred entries, reads all of them through every worker, grows, shrinks, and
 * reads them again.
 *
 * <p>The ring goes round, and nobody else asks: so reading all entries as often as there are workers can ask each worker
 * for each of them. That it was so is proved by the answers, which say who gave them.
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
        // A put is answered when every worker has it.
        boolean everywhere = cluster.snapshot().writesInFlight() == 0;
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
        Set<Long> workers = inRing(cluster);
        Map<Long, Set<String>> rightFrom = new TreeMap<>();
        for (int round = 0; round < workers.size(); round++) {
            read(client, rightFrom);
            // So that in the next round it is the next worker's turn for each entry.
            for (int i = 0; i < Math.floorMod(1 - entries.size(), workers.size()); i++) {
                client.get(entries.firstKey());
            }
        }
        Set<Long> complete = new TreeSet<>();
        rightFrom.forEach((id, keys) -> {
            if (keys.size() == entries.size()) {
                complete.add(id);
            }
        });
        boolean fromEach = complete.equals(workers);
        report.step(
                fromEach,
                "read",
                fromEach
                        ? "every entry from each of " + workers.size() + " workers: all are right"
                        : "not every entry is right from each of " + workers.size() + " workers");
        rightFrom.forEach((id, keys) -> report.share(id, keys.size(), entries.size()));
        return fromEach;
    }

    /** Reads each entry once, and notes who gave the right answer. */
    private void read(Client client, Map<Long, Set<String>> rightFrom) {
        Map<String, CompletableFuture<Optional<Found<String>>>> answers = new TreeMap<>();
        entries.keySet().forEach(key -> answers.put(key, client.findAsync(key)));
        answers.forEach((key, answer) -> answer.join()
                .filter(found -> found.value().equals(entries.get(key)))
                .ifPresent(found -> rightFrom
                        .computeIfAbsent(found.workerId(), id -> new TreeSet<>())
                        .add(key)));
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
        boolean gone = await(() -> inRing(cluster).size() == WORKERS + 1 - 2);
        report.step(gone, "stop", "workers 1 and 2 are gone, 3 and 4 go on");
        return gone;
    }

    private static Set<Long> inRing(EmbeddedCluster cluster) {
        return cluster.snapshot().workers().stream()
                .filter(WorkerState::inRing)
                .map(WorkerState::workerId)
                .collect(Collectors.toCollection(TreeSet::new));
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
