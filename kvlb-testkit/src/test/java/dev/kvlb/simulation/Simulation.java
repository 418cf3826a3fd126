package dev.kvlb.simulation;

import dev.kvlb.Consistency;
import java.time.Duration;
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
    private static final long PATIENCE_NANOS = 1_500 * Chance.MILLIS;
    private static final int INTERVAL_MIN_MILLIS = 50;
    private static final int INTERVAL_MAX_MILLIS = 300;
    private static final int THEMED_ONE_IN = 2;
    private static final int INTRICATE_ONE_IN = 4;
    private static final int DECISIONS_MAX = 5;
    private static final long LOOK_NANOS = 10 * Chance.MILLIS;

    private final long seed;
    private int workers = 3;
    private int clients = 4;
    private int operations = 200;
    private Faults faults = Faults.all();
    private Cores cores = new Cores();
    private Consistency consistency = Consistency.LINEARIZABLE;
    private Consistency checked = Consistency.LINEARIZABLE;
    private @Nullable Consumer<String> traceOut;

    private Simulation(long seed) {
        this.seed = seed;
    }

    static Simulation seed(long seed) {
        return new Simulation(seed);
    }

    /** Returns a simulation whose shape the seed decides too: some kinds of faults, or few of them that belong together. */
    static Simulation drawn(long seed) {
        Chance chance = new Chance(~seed);
        List<FaultKind> kinds = new ArrayList<>();
        for (FaultKind kind : FaultKind.values()) {
            if (!Theme.ofThemesAlone().contains(kind) && chance.oneIn(2)) {
                kinds.add(kind);
            }
        }
        Duration interval = Duration.ofMillis(chance.between(INTERVAL_MIN_MILLIS, INTERVAL_MAX_MILLIS));
        Simulation drawn = seed(seed)
                .workers(chance.between(1, 5))
                .clients(chance.between(1, 8))
                .operations(chance.between(100, 400));
        Faults faults = chance.oneIn(THEMED_ONE_IN) ? Theme.drawn(chance) : new Faults(kinds, interval);
        if (chance.oneIn(INTRICATE_ONE_IN)) {
            return drawn.workers(chance.between(3, 5)).faults(Theme.drawnIntricate(chance));
        }
        return drawn.faults(faults);
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

    /** Says what the cluster promises, and is held to. */
    Simulation consistency(Consistency consistency) {
        this.consistency = consistency;
        return checkedAs(consistency);
    }

    /** Says what the cluster is held to, whatever it promises. */
    Simulation checkedAs(Consistency checked) {
        this.checked = checked;
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
        if (traceOut != null) {
            return tried(true);
        }
        try {
            return tried(false);
        } catch (Failure e) {
            return triedAgain(e);
        }
    }

    /** Lets a run that has failed fail again, this time with its events made readable. */
    private SimulationResult triedAgain(Failure first) {
        try {
            tried(true);
        } catch (Failure second) {
            if (second.what.equals(first.what)) {
                throw second;
            }
        }
        throw new AssertionError("run again, it did not fail the same way: " + first.getMessage(), first);
    }

    private SimulationResult tried(boolean readable) {
        Timeline timeline = new Timeline();
        Trace trace = new Trace(timeline, readable, traceOut);
        try {
            return run(timeline, trace);
        } catch (RuntimeException | Error e) {
            throw new Failure(e, "seed " + seed + ": ", "\nagain: " + replay() + "\n" + trace.last());
        }
    }

    /** A run that has failed. */
    static final class Failure extends AssertionError {
        private static final long serialVersionUID = 1;

        private final String what;

        Failure(Throwable cause, String before, String after) {
            super(before + what(cause) + after, cause);
            this.what = what(cause);
        }

        /** Returns whether a core has failed by itself, and no check found anything. */
        boolean isOfCore() {
            Throwable violation = getCause();
            Throwable inner = violation == null ? null : violation.getCause();
            return !(violation instanceof Violation) || inner instanceof RuntimeException || inner instanceof Error;
        }

        /** Returns whether all that was found is that a core has said that another one misbehaved. */
        boolean isOfComplaint() {
            return what.contains(" misbehaved: ");
        }

        private static String what(Throwable cause) {
            return String.valueOf(cause instanceof Violation ? cause.getMessage() : cause.toString());
        }
    }

    private SimulationResult run(Timeline timeline, Trace trace) {
        Counters counters = new Counters();
        Chance chance = new Chance(seed);
        Cluster cluster =
                new Cluster(timeline, chance.split(), cores, consistency, checked, counters, trace, operations);
        FaultInjector injector =
                new FaultInjector(cluster, chance.split(), faults, checked == Consistency.LINEARIZABLE);
        cluster.start(workers, clients);
        injector.start();
        while (!cluster.workload().isDone() && timeline.step(TROUBLE_MAX_NANOS)) {
            // The event has happened.
        }
        injector.stop();
        trace.note("the faults end");
        cluster.workload().end();
        cluster.heal();
        finish(cluster, timeline, chance.split());
        return new SimulationResult(
                seed, counters, cluster.history().size(), timeline.happened(), timeline.nowNanos(), trace.hash());
    }

    private String replay() {
        return "mvn test -pl kvlb-testkit -am -Dtest=" + (consistency == Consistency.EVENTUAL ? "Eventual" : "")
                + "SimulationTest -Dkvlb.seed=" + seed;
    }

    private void finish(Cluster cluster, Timeline timeline, Chance chance) {
        Rest rest = new Rest(cluster);
        awaitRest(rest, cluster, timeline);
        rest.check();
        List<SimKey> keys = new ArrayList<>(cluster.workload().keys());
        for (SimKey key : keys) {
            onClient(cluster, chance, client -> client.put(key));
        }
        run(timeline, LOOK_NANOS);
        awaitRest(rest, cluster, timeline);
        keys.addAll(cluster.workload().ballast());
        List<Operation> reads = new ArrayList<>();
        for (SimKey key : keys) {
            onClient(cluster, chance, client -> reads.add(client.get(key)));
        }
        run(timeline, LOOK_NANOS);
        awaitRest(rest, cluster, timeline);
        rest.check();
        if (reads.size() < keys.size()) {
            throw new AssertionError("a client did not ask");
        }
        reads.forEach(rest::checkRead);
        if (checked == Consistency.LINEARIZABLE) {
            cluster.history().checkLinearizable();
        }
    }

    private static void onClient(Cluster cluster, Chance chance, Consumer<SimClient> action) {
        SimClient client = chance.oneOf(cluster.clients());
        client.process().task(() -> action.accept(client));
    }

    /**
     * Waits until all is at rest, for a bounded time after the last answer; where those with the data will not come back,
     * somebody decides how to go on.
     */
    private static void awaitRest(Rest rest, Cluster cluster, Timeline timeline) {
        long until = timeline.nowNanos() + REST_MAX_NANOS;
        long decideNanos = timeline.nowNanos() + PATIENCE_NANOS;
        int decisions = 0;
        int leastPending = Integer.MAX_VALUE;
        for (String unrest = rest.unrest(); unrest != null; unrest = rest.unrest()) {
            if (timeline.nowNanos() >= decideNanos && decisions < DECISIONS_MAX && cluster.needsOperator()) {
                decisions++;
                decideNanos += PATIENCE_NANOS;
                until = timeline.nowNanos() + REST_MAX_NANOS;
                cluster.operator().decide();
            }
            int pending =
                    cluster.clients().stream().mapToInt(SimClient::pending).sum();
            if (pending < leastPending) {
                leastPending = pending;
                until = timeline.nowNanos() + REST_MAX_NANOS;
            }
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
