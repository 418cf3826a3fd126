package dev.kvlb.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.BalancerSnapshot.Phase;
import dev.kvlb.ClusterStatus;
import dev.kvlb.cli.Crew.Fault;
import dev.kvlb.simulation.Operation.Kind;
import dev.kvlb.simulation.Operation.Outcome;
import dev.kvlb.simulation.RecordedHistory;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A balancer that is killed and started again while clients are busy: they go on by themselves when it serves again. */
@Timeout(180)
class BalancerFaultsIT {
    private static final long DURATION_NANOS = Duration.ofSeconds(8).toNanos();
    private static final int WORKERS = 3;
    private static final int RESTARTS_MIN = 3;

    private static void assertBusy(RecordedHistory history) {
        assertThat(history.count(Kind.PUT, Outcome.DONE)).isGreaterThan(300);
        assertThat(history.count(Kind.GET, Outcome.DONE)).isGreaterThan(300);
        assertThat(history.count(Outcome.REFUSED)).as("while it was away").isPositive();
        assertThat(history.count(Outcome.UNKNOWN)).as("when it was killed").isPositive();
    }

    @Test
    void withoutARecordItGoesOnWithWhatItsWorkersHold() throws Exception {
        // Who listens only for as long as a worker usually needs may find a busy machine slower than that.
        String[] options = {"--opening-grace", "2s"};
        try (Trial trial = new Trial("balancer-faults", options)) {
            long startNanos = System.nanoTime();
            int restarts = 0;
            int recoveries = 0;
            while (System.nanoTime() - startNanos < DURATION_NANOS || restarts < RESTARTS_MIN || recoveries == 0) {
                trial.say("restart, view %s", trial.crew().status().view());
                trial.cluster().replaceBalancer(options);
                restarts++;
                if (restarts % 2 == 0) {
                    recoveries += killWhileItRecovers(trial, options);
                    restarts++;
                }
                trial.crew().awaitReady(WORKERS);
                trial.crew().awaitProgress(50);
            }
            assertBusy(trial.finish());
        }
    }

    /** A worker that has reported stops, and doesn't answer the question what it holds. Returns how often it was asked. */
    private static int killWhileItRecovers(Trial trial, String... options) throws Exception {
        Crew crew = trial.crew();
        ClusterStatus opened = crew.awaitStatus(
                status -> status.phase() != Phase.OPENING || status.workers().size() == WORKERS);
        long stopped = trial.any(opened.workers()).workerId();
        crew.stop(stopped);
        Phase phase = crew.awaitStatus(status -> status.phase() != Phase.OPENING).phase();
        trial.say("restart, %s, worker %d is stopped", phase, stopped);
        trial.cluster().replaceBalancer(options);
        crew.goOn(stopped);
        return phase == Phase.RECOVERING ? 1 : 0;
    }

    @Test
    void withARecordItGoesOnWithOneWorkerOfThoseThatWereReady(@TempDir Path state) throws Exception {
        String[] options = {"--state-dir", state.toString(), "--recovery-grace", "500ms"};
        try (Trial trial = new Trial("balancer-faults-with-record", options)) {
            Crew crew = trial.crew();
            long startNanos = System.nanoTime();
            int restarts = 0;
            while (System.nanoTime() - startNanos < DURATION_NANOS || restarts < RESTARTS_MIN) {
                Set<Long> ready = crew.awaitReady(WORKERS);
                trial.say("restart, ready are %s", ready);
                if (restarts % 2 == 0) {
                    crew.killAllBut(trial.any(ready), List.of(trial.cluster().balancer()));
                }
                trial.cluster().replaceBalancer(options);
                restarts++;
                crew.fillUp(WORKERS);
                crew.awaitReady(1);
                crew.awaitProgress(50);
            }
            assertBusy(trial.finish());
            assertThat(crew.times(Fault.KILL_ALL_BUT_ONE)).isPositive();
        }
    }
}
