package dev.kvlb.cli.soak;

import dev.kvlb.Client;
import dev.kvlb.KvlbException;
import dev.kvlb.cli.call.CommandFailedException;
import dev.kvlb.cli.call.ErrorLine;
import dev.kvlb.cli.call.ExitStatus;
import dev.kvlb.cli.server.EmbeddedCluster;
import dev.kvlb.cli.soak.MemoryFootprint.Kind;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.BiPredicate;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The life of a cluster in this process in six steps, each measured: what comes must go again.
 *
 * <p>No step takes a time: each ends when what it is about has happened, or fails when that takes too long.
 */
final class MemoryWalk {
    private static final int WORKERS = 2;
    private static final int CLIENTS = 3;
    private static final int KEYS = 1_000;
    private static final int VALUE_BYTES = 1_000;
    private static final long ANSWERS_MIN = 10_000;
    private static final long STEP_NANOS_MAX = TimeUnit.MINUTES.toNanos(2);
    private static final long POLL_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

    /** What is counted twice; the slots of requests are kept for the next ones, up to a bound. */
    private static final Set<Kind> NOTHING_LEFT_OF_CLIENTS = EnumSet.of(Kind.SESSIONS, Kind.REPLIES, Kind.BUFFERS);

    private static final Set<Kind> AT_REST = EnumSet.of(Kind.SESSIONS, Kind.BUFFERS);
    private static final int SAME_AT_REST = 5;

    private final Consumer<Step> steps;
    private int stepNumber;

    /** Makes a walk that tells of each step when it is done. */
    MemoryWalk(Consumer<Step> steps) {
        this.steps = steps;
    }

    /** Walks, and returns what has stayed behind: nothing, as it should be. */
    List<String> run() {
        List<String> complaints = new ArrayList<>();
        MemoryFootprint before = step("before start", MemoryFootprint.measure());
        // In a frame of its own, so that nothing here refers to what has been stopped.
        walkWithServers(complaints);
        MemoryFootprint stopped = step("all stopped", settle(before, EnumSet.allOf(Kind.class)));
        compare(stopped, before, EnumSet.allOf(Kind.class), "when all was stopped", complaints);
        return complaints;
    }

    private void walkWithServers(List<String> complaints) {
        try (EmbeddedCluster cluster = EmbeddedCluster.start(0)) {
            step("started", MemoryFootprint.measure());
            for (int id = 1; id <= WORKERS; id++) {
                cluster.addWorker(id);
            }
            MemoryFootprint connected = step(WORKERS + " workers connected", measureAtRest());
            walkWithClients(cluster, connected, complaints);
            MemoryFootprint left = step("clients gone", settle(connected, NOTHING_LEFT_OF_CLIENTS));
            compare(left, connected, NOTHING_LEFT_OF_CLIENTS, "when the clients were gone", complaints);
        }
    }

    private void walkWithClients(EmbeddedCluster cluster, MemoryFootprint connected, List<String> complaints) {
        AtomicBoolean ended = new AtomicBoolean();
        List<Stress> clients = new ArrayList<>();
        try {
            for (int i = 0; i < CLIENTS; i++) {
                clients.add(new Stress(cluster, ended));
            }
            await(() -> clients.stream().allMatch(Stress::isUnderWay));
            MemoryFootprint stressed = step(CLIENTS + " clients under stress", MemoryFootprint.measure());
            if (stressed.count(Kind.SESSIONS) < connected.count(Kind.SESSIONS) + CLIENTS) {
                complaints.add("the clients' sessions were not counted: the counting is broken");
            }
        } finally {
            ended.set(true);
            clients.forEach(Stress::join);
        }
    }

    private MemoryFootprint step(String name, MemoryFootprint footprint) {
        stepNumber++;
        steps.accept(new Step(stepNumber, name, footprint));
        return footprint;
    }

    /** Measures until nothing comes any more: workers connect to one another after they are ready. */
    private static MemoryFootprint measureAtRest() {
        BiPredicate<MemoryFootprint, MemoryFootprint> isSame =
                (one, other) -> AT_REST.stream().allMatch(kind -> one.count(kind) == other.count(kind));
        long deadline = System.nanoTime() + STEP_NANOS_MAX;
        MemoryFootprint now = MemoryFootprint.measure();
        for (int same = 0; same < SAME_AT_REST && System.nanoTime() - deadline < 0; ) {
            LockSupport.parkNanos(POLL_NANOS);
            MemoryFootprint next = MemoryFootprint.measure();
            same = isSame.test(now, next) ? same + 1 : 0;
            now = next;
        }
        return now;
    }

    /** Measures until no more is there than was, or for as long as a step may take. */
    private static MemoryFootprint settle(MemoryFootprint wanted, Set<Kind> kinds) {
        BiPredicate<MemoryFootprint, Kind> isBack = (now, kind) -> now.count(kind) <= wanted.count(kind);
        long deadline = System.nanoTime() + STEP_NANOS_MAX;
        MemoryFootprint now = MemoryFootprint.measure();
        while (!hasAll(kinds, now, isBack) && System.nanoTime() - deadline < 0) {
            LockSupport.parkNanos(POLL_NANOS);
            now = MemoryFootprint.measure();
        }
        return now;
    }

    private static boolean hasAll(Set<Kind> kinds, MemoryFootprint now, BiPredicate<MemoryFootprint, Kind> property) {
        return kinds.stream().allMatch(kind -> property.test(now, kind));
    }

    private static void compare(
            MemoryFootprint now, MemoryFootprint wanted, Set<Kind> kinds, String when, List<String> complaints) {
        for (Kind kind : kinds) {
            if (now.count(kind) > wanted.count(kind)) {
                complaints.add(String.format(
                        "%s: %d were left %s, and %d before", kind, now.count(kind), when, wanted.count(kind)));
            }
        }
    }

    private static void await(BooleanSupplier condition) {
        long deadline = System.nanoTime() + STEP_NANOS_MAX;
        while (!condition.getAsBoolean()) {
            if (System.nanoTime() - deadline > 0) {
                throw new CommandFailedException(ExitStatus.FAILED, "a step took too long: see the log", null);
            }
            LockSupport.parkNanos(POLL_NANOS);
        }
    }

    /** A step that is done. */
    record Step(int number, String name, MemoryFootprint footprint) {}

    /** A client that puts and gets as fast as it can, always with as many requests under way as it may have. */
    private static final class Stress implements Runnable {
        private final Client client;
        private final AtomicBoolean ended;
        private final AtomicLong answers = new AtomicLong();
        private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
        private final Thread thread = new Thread(this, "kvlb-stress");

        Stress(EmbeddedCluster cluster, AtomicBoolean ended) {
            this.client = cluster.connect();
            this.ended = ended;
            thread.start();
        }

        boolean isUnderWay() {
            Throwable first = failure.get();
            if (first != null) {
                throw new CommandFailedException(
                        ExitStatus.FAILED, "a request failed under stress: " + ErrorLine.of(first), first);
            }
            return answers.get() >= ANSWERS_MIN;
        }

        @Override
        public void run() {
            byte[] value = new byte[VALUE_BYTES];
            try (client) {
                for (int i = 0; !ended.get(); i++) {
                    byte[] key = ("key " + i % KEYS).getBytes(StandardCharsets.UTF_8);
                    CompletableFuture<?> answer = i % 2 == 0 ? client.putAsync(key, value) : client.getAsync(key);
                    CompletableFuture<?> unused = answer.whenComplete((result, problem) -> count(problem));
                }
            } catch (KvlbException e) {
                count(e);
            }
        }

        private void count(@Nullable Throwable problem) {
            if (problem == null) {
                answers.incrementAndGet();
            } else if (!ended.get()) {
                failure.compareAndSet(null, problem);
            }
        }

        void join() {
            boolean interrupted = false;
            while (thread.isAlive()) {
                try {
                    thread.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
