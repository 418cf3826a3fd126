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

    /** From whom to whom nothing goes, of the workers at these places. */
    private record Plan(String name, Cut cut, int[]... ways) {
        void apply(PeerProxy proxy, List<Long> workers) {
            for (int[] way : ways) {
                proxy.cut(cut, workers.get(way[0]), workers.get(way[1]));
            }
        }
    }

    private static final int[][] ALL = {{0, 1}, {1, 0}, {0, 2}, {2, 0}, {1, 2}, {2, 1}};

    private static final List<Plan> PLANS = List.of(
            new Plan("one can't connect to another", Cut.CLOSED, new int[] {0, 1}),
            new Plan("two can't connect to each other", Cut.CLOSED, new int[] {0, 1}, new int[] {1, 0}),
            new Plan("nobody can connect to anybody", Cut.CLOSED, ALL),
            new Plan("nothing goes from one to another", Cut.SILENT, new int[] {0, 1}),
            new Plan("nothing goes between two", Cut.SILENT, new int[] {0, 1}, new int[] {1, 0}),
            new Plan("nothing goes between any two", Cut.SILENT, ALL));

    @Test
    void theClusterGoesOnAndAllAreReadyWhenLinksAreMended() throws Exception {
        try (Cluster cluster = new Cluster(0);
                PeerProxy proxy = new PeerProxy(Integer.parseInt(Cluster.port(cluster.workerAddress())));
                Trial trial = new Trial("peer-links", cluster, proxy.address())) {
            Crew crew = trial.crew();
            for (Plan plan : trial.shuffled(PLANS)) {
                List<Long> ready = trial.shuffled(new ArrayList<>(crew.awaitReady(WORKERS)));
                crew.awaitProgress(50);
                trial.say("%s of %s", plan.name(), ready);
                plan.apply(proxy, ready);
                crew.awaitStatus(status -> crew.ready(status).size() < WORKERS);
                crew.awaitProgress(50);
                trial.say("mended, ready are %s", crew.ready(crew.status()));
                proxy.heal();
            }
            RecordedHistory history = trial.finish();

            assertThat(proxy.crossed()).isGreaterThan(WORKERS * PLANS.size());
            assertThat(crew.times(Fault.JOIN)).isEqualTo(WORKERS);
            assertThat(history.count(Kind.PUT, Outcome.DONE)).isGreaterThan(300);
            assertThat(history.count(Kind.GET, Outcome.DONE)).isGreaterThan(300);
        }
    }
}
