package dev.kvlb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.cli.Crew.Fault;
import dev.kvlb.cli.PeerProxy.Cut;
import dev.kvlb.simulation.Operation.Kind;
import dev.kvlb.simulation.Operation.Outcome;
import dev.kvlb.simulation.RecordedHistory;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** Workers that reach the balancer and not one another, while clients are busy. */
@Timeout(180)
class PeerLinksIT {
    private static final int WORKERS = 3;

    /** How many writes are settled before links are cut, and while they are. */
    private static final int WRITES = 200;

    /** From the worker at one of three places to that at another. */
    private record Way(int from, int to) {}

    /** What becomes of some ways. */
    private record Plan(String name, Cut cut, List<Way> ways) {
        void apply(PeerProxy proxy, List<Long> workers) {
            ways.forEach(way -> proxy.cut(cut, workers.get(way.from), workers.get(way.to)));
        }
    }

    private static final Way ONE = new Way(0, 1);

    private static final List<Way> ALL =
            List.of(ONE, new Way(1, 0), new Way(0, 2), new Way(2, 0), new Way(1, 2), new Way(2, 1));

    private static final List<Plan> PLANS = List.of(
            new Plan("one can't connect to another", Cut.CLOSED, List.of(ONE)),
            new Plan("nothing goes from one to another", Cut.SILENT, List.of(ONE)),
            new Plan("nothing goes between any two", Cut.SILENT, ALL));

    @Test
    void theClusterGoesOnAndAllAreReadyWhenLinksAreMended() throws Exception {
        // Whoever had to go waits for a few of these timeouts before it is let in again.
        try (Cluster cluster = new Cluster(0, "--worker-timeout", "500ms");
                PeerProxy proxy = new PeerProxy(Integer.parseInt(Cluster.port(cluster.workerAddress())));
                Trial trial = new Trial("peer-links", cluster, proxy.address())) {
            Crew crew = trial.crew();
            for (Plan plan : trial.shuffled(PLANS)) {
                List<Long> ready = trial.shuffled(new ArrayList<>(crew.awaitReady(WORKERS)));
                crew.awaitProgress(WRITES);
                trial.say("%s of %s", plan.name(), ready);
                plan.apply(proxy, ready);
                crew.awaitStatus(status -> crew.ready(status).size() < WORKERS);
                crew.awaitProgress(WRITES);
                trial.say("mended, ready are %s", crew.ready(crew.status()));
                proxy.heal();
            }
            RecordedHistory history = trial.finish();

            // Of each plan somebody has connected to somebody again, the other way too.
            assertThat(proxy.crossed()).isGreaterThan(WORKERS * PLANS.size());
            assertThat(crew.times(Fault.JOIN)).isEqualTo(WORKERS);
            assertThat(history.count(Kind.PUT, Outcome.DONE)).isGreaterThan(800);
            assertThat(history.count(Kind.GET, Outcome.DONE)).isGreaterThan(800);
        }
    }
}
