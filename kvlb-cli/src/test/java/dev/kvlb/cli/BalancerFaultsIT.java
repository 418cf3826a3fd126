package dev.kvlb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.BalancerSnapshot.Phase;
import dev.kvlb.ClusterStatus;
import dev.kvlb.cli.Crew.Fault;
import dev.kvlb.simulation.Operation.Kind;
import dev.kvlb.simulation.Operation.Outcome;
import dev.kvlb.simulation.RecordedHistory;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A balancer that is killed and started again while clients are busy: they go on by themselves when it serves again. */
class BalancerFaultsIT {
    private static final int WORKERS = 3;

    /** How many writes are settled between a restart and the next. */
    private static final int WRITES = 300;

    private static void assertBusy(RecordedHistory history) {
        assertThat(history.count(Kind.PUT, Outcome.DONE)).isGreaterThan(400);
        assertThat(history.count(Kind.DELETE, Outcome.DONE)).isGreaterThan(50);
        assertThat(history.count(Kind.GET, Outcome.DONE)).isGreaterThan(400);
        assertThat(history.count(Outcome.REFUSED)).as("while it was away").isPositive();
        assertThat(history.count(Outcome.UNKNOWN)).as("when it was killed").isPositive();
    }

    @Test
    void withoutARecordItGoesOnWithWhatItsWorkersHold() throws Exception {
        // Where it listens only for as long as a worker usually needs, a busy machine may be slower than that.
        String[] options = {"--opening-grace", "2s"};
        // What stands before it takes connections also while it is away, and hangs up.
        try (Cluster cluster = new Cluster(0, options);
                RelayedWorkers relayed = new RelayedWorkers(cluster);
                Trial trial = new Trial("balancer-faults", cluster, relayed.address())) {
            Crew crew = trial.crew();
            int recovering = 0;
            for (int restart = 0; restart < 2 || recovering == 0; restart++) {
                trial.say("restart in epoch %d", crew.status().epoch());
                trial.cluster().replaceBalancer(options);
                if (restart > 0 && killWhileItRecovers(trial, options)) {
                    recovering++;
                }
                crew.awaitReady(WORKERS);
                crew.awaitProgress(WRITES);
            }
            assertBusy(trial.finish());
        }
    }

    /** A worker stops that has reported, and does not say what it holds. Returns whether the balancer waited for that. */
    private static boolean killWhileItRecovers(Trial trial, String... options) throws Exception {
        Crew crew = trial.crew();
        ClusterStatus opened = crew.awaitStatus(
                status -> status.phase() != Phase.OPENING || status.workers().size() == WORKERS);
        long stopped = trial.any(opened.workers()).workerId();
        crew.stop(stopped);
        ClusterStatus then = crew.awaitStatus(status -> status.phase() != Phase.OPENING);
        trial.say("restart in epoch %d, %s, worker %d is stopped", then.epoch(), then.phase(), stopped);
        trial.cluster().replaceBalancer(options);
        crew.goOn(stopped);
        return then.phase() == Phase.RECOVERING;
    }

    @Test
    void withARecordItGoesOnWithOneWorkerOfThoseThatWereReady(@TempDir Path state) throws Exception {
        String[] options = {"--state-dir", state.toString(), "--recovery-grace", "500ms"};
        try (Trial trial = new Trial("balancer-faults-with-record", options)) {
            Crew crew = trial.crew();
            for (int restart = 0; restart < 3; restart++) {
                Set<Long> ready = crew.awaitReady(WORKERS);
                if (restart % 2 == 0) {
                    long spared = trial.any(ready);
                    boolean killed =
                            crew.killAllBut(spared, List.of(trial.cluster().balancer()));
                    trial.say("restart, of %s only %d is left: %b", ready, spared, killed);
                } else {
                    trial.say("restart, ready are %s", ready);
                }
                trial.cluster().replaceBalancer(options);
                crew.fillUp(WORKERS);
                crew.awaitProgress(WRITES);
            }
            assertBusy(trial.finish());
            assertThat(crew.times(Fault.KILL_ALL_BUT_ONE)).isPositive();
        }
    }
}
