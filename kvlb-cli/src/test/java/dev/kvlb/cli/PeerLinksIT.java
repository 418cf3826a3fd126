package dev.kvlb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.cli.Crew.Fault;
import dev.kvlb.simulation.Operation.Kind;
import dev.kvlb.simulation.Operation.Outcome;
import dev.kvlb.simulation.RecordedHistory;
import dev.kvlb.testkit.relay.Host;
import dev.kvlb.testkit.relay.Relays;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Workers that reach the balancer and not one another, while clients are busy. */
class PeerLinksIT {
    private static final int WORKERS = 3;

    /** How many writes are settled before links are cut, and while they are. */
    private static final int WRITES = 200;

    /** From the worker at one of three places to that at another. */
    private record Way(int from, int to) {}

    /** What becomes of one way. */
    private interface Cut {
        void cut(Relays relays, Host from, Host to);
    }

    /** What becomes of some ways. */
    private record Plan(String name, Cut cut, List<Way> ways) {
        void apply(Relays relays, List<Long> workers) {
            ways.forEach(way -> cut.cut(relays, Host.worker(workers.get(way.from)), Host.worker(workers.get(way.to))));
        }
    }

    private static final Way ONE = new Way(0, 1);

    private static final List<Way> ALL =
            List.of(ONE, new Way(1, 0), new Way(0, 2), new Way(2, 0), new Way(1, 2), new Way(2, 1));

    private static final List<Plan> PLANS = List.of(
            new Plan("one can't connect to another", Relays::refuse, List.of(ONE)),
            new Plan("nothing goes from one to another", Relays::silence, List.of(ONE)),
            new Plan("nothing goes between any two", Relays::silence, ALL));

    @Test
    void theClusterGoesOnAndAllAreReadyWhenLinksAreMended() throws Exception {
        // Whoever had to go waits for a few of these timeouts before it is let in again.
        try (Cluster cluster = new Cluster(0, "--worker-timeout", "500ms");
                RelayedWorkers relayed = new RelayedWorkers(cluster);
                Trial trial = new Trial("peer-links", cluster, relayed.address())) {
            Crew crew = trial.crew();
            for (Plan plan : trial.shuffled(PLANS)) {
                List<Long> ready = trial.shuffled(new ArrayList<>(crew.awaitReady(WORKERS)));
                crew.awaitProgress(WRITES);
                trial.say("%s of %s", plan.name(), ready);
                plan.apply(relayed.relays(), ready);
                crew.awaitStatus(status -> crew.ready(status).size() < WORKERS);
                crew.awaitProgress(WRITES);
                trial.say("mended, ready are %s", crew.ready(crew.status()));
                relayed.relays().heal();
            }
            RecordedHistory history = trial.finish();

            // Of each plan somebody has connected to somebody again, the other way too.
            assertThat(connections(relayed.relays(), crew.awaitReady(WORKERS))).isGreaterThan(WORKERS * PLANS.size());
            assertThat(crew.times(Fault.JOIN)).isEqualTo(WORKERS);
            assertThat(history.count(Kind.PUT, Outcome.DONE)).isGreaterThan(800);
            assertThat(history.count(Kind.GET, Outcome.DONE)).isGreaterThan(800);
        }
    }

    /** Returns how many connections any two of these workers have opened. */
    private static long connections(Relays relays, Set<Long> workers) {
        return workers.stream()
                .flatMapToLong(from ->
                        workers.stream().mapToLong(to -> relays.connections(Host.worker(from), Host.worker(to))))
                .sum();
    }
}
