package dev.kvlb.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * A whole cluster in one thread and in simulated time, with faults, checked all the while: the same seed does the same
 * thing every time.
 *
 * <pre>{@code
 * Simulation.seed(42).workers(4).clients(6).operations(400).faults(Faults.all()).run();
 * }</pre>
 *
 * <p>First the clients do their operations while faults happen; then the faults end, and within a bounded time
 * everything must be at rest; then each key is written and read once more.
 */
final class Simulation {
    private static final long TROUBLE_MAX_NANOS = 20_000 * Chance.MILLIS;
    private static final long REST_MAX_NANOS = 6_000 * Chance.MILLIS;
    private static final long LOOK_NANOS = 10 * Chance.MILLIS;

    /** What clients are promised while faults happen. */
    enum Promise {
        /** What they read was written, and when all is over everybody has the same. */
        EVENTUAL,
        /** Every operation takes effect at one moment between its start and its end. */
        LINEARIZABLE
    }

    private final long seed;
    private int workers = 3;
    private int clients = 4;
    private int operations = 200;
    private Faults faults = Faults.all();
    private Cores cores = new Cores();
    private Promise promise = Promise.EVENTUAL;
    private @Nullable Consumer<String> traceOut;

    private Simulation(long seed) {
        this.seed = seed;
    }

    static Simulation seed(long seed) {
        return new Simulation(seed);
    }

    /** Returns a simulation whose shape the seed decides too: some kinds of faults, rather than always all of them. */
    static Simulation drawn(long seed) {
        Chance chance = new Chance(~seed);
        List<FaultKind> kinds = new ArrayList<>();
        for (FaultKind kind : FaultKind.values()) {
            if (chance.oneIn(2)) {
                kinds.add(kind);
            }
        }
        return seed(seed)
                .workers(chance.between(1, 5))
                .clients(chance.between(1, 8))
                .operations(chance.between(100, 400))
                .faults(Faults.only(kinds.toArray(new FaultKind[0])));
    }

    Simulation workers(int workers) {
        this.workers = workers;
        return this;
    }

    Simulation clients(int clients) {
        this.clients = clients;
        return this;
    }

    Simulation operations(int operations) {
        this.operations = operations;
        return this;
    }

    Simulation faults(Faults faults) {
        this.faults = faults;
        return this;
    }

    /** Puts other cores, or stores, in the place of the product's. */
    Simulation cores(Cores cores) {
        this.cores = cores;
        return this;
    }

    /** Says what the clients' histories are checked for. */
    Simulation promise(Promise promise) {
        this.promise = promise;
        return this;
    }

    /** Has each event written out as it happens. */
    Simulation traceTo(Consumer<String> out) {
        this.traceOut = out;
        return this;
    }

    /**
     * Runs it.
     *
     * @throws AssertionError if something was not as it must be; it says what, how to run it again, and what came last
     */
    SimulationResult run() {
        Timeline timeline = new Timeline();
        Trace trace = new Trace(timeline, traceOut);
        Counters counters = new Counters();
        Chance chance = new Chance(seed);
        try {
            Cluster cluster = new Cluster(timeline, chance.split(), cores, counters, trace, operations);
            FaultInjector injector =
                    new FaultInjector(cluster, chance.split(), faults, promise == Promise.LINEARIZABLE);
            if (promise == Promise.LINEARIZABLE) {
                cluster.observations().probe(new CommitProbe(cluster.ready(), cluster.versions()));
            }
            cluster.start(workers, clients);
            injector.start();
            while (!cluster.workload().isDone() && timeline.step(TROUBLE_MAX_NANOS)) {
                // The event has happened.
            }
            injector.stop();
            trace.note("the faults end");
            cluster.heal();
            finish(cluster, timeline, chance.split());
            return new SimulationResult(
                    seed, counters, cluster.history().size(), timeline.happened(), timeline.nowNanos(), trace.hash());
        } catch (RuntimeException | Error e) {
            String what = e instanceof Violation ? e.getMessage() : e.toString();
            throw new AssertionError("seed " + seed + ": " + what + "\nagain: " + replay() + "\n" + trace.last(), e);
        }
    }

    private String replay() {
        return "mvn test -pl kvlb-core -am -Dtest=SimulationTest -Dkvlb.seed=" + seed;
    }

    private void finish(Cluster cluster, Timeline timeline, Chance chance) {
        Rest rest = new Rest(cluster);
        awaitRest(rest, timeline);
        rest.check();
        List<String> keys = new ArrayList<>(cluster.workload().keys());
        for (String key : keys) {
            onClient(cluster, chance, client -> client.put(key));
        }
        run(timeline, LOOK_NANOS);
        awaitRest(rest, timeline);
        keys.addAll(cluster.workload().ballast());
        List<Operation> reads = new ArrayList<>();
        for (String key : keys) {
            onClient(cluster, chance, client -> reads.add(client.get(key)));
        }
        run(timeline, LOOK_NANOS);
        awaitRest(rest, timeline);
        rest.check();
        if (reads.size() < keys.size()) {
            throw new AssertionError("a client did not ask");
        }
        reads.forEach(rest::checkRead);
        if (promise == Promise.LINEARIZABLE) {
            cluster.history().checkLinearizable();
        }
    }

    private static void onClient(Cluster cluster, Chance chance, Consumer<SimClient> action) {
        SimClient client = chance.oneOf(cluster.clients());
        client.process().task(() -> action.accept(client));
    }

    private static void awaitRest(Rest rest, Timeline timeline) {
        long until = timeline.nowNanos() + REST_MAX_NANOS;
        for (String unrest = rest.unrest(); unrest != null; unrest = rest.unrest()) {
            if (timeline.nowNanos() >= until) {
                throw new Violation(
                        "I10: not at rest " + REST_MAX_NANOS / Chance.MILLIS + " ms after the faults ended: " + unrest);
            }
            run(timeline, LOOK_NANOS);
        }
    }

    private static void run(Timeline timeline, long nanos) {
        long until = timeline.nowNanos() + nanos;
        while (timeline.step(until)) {
            // The event has happened.
        }
    }
}
