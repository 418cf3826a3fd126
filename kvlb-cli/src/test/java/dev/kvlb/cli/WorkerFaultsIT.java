package dev.kvlb.cli;

import static dev.kvlb.cli.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.cli.Crew.Fault;
import dev.kvlb.simulation.Operation.Kind;
import dev.kvlb.simulation.Operation.Outcome;
import dev.kvlb.simulation.RecordedHistory;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Workers that are killed, stopped and continued, and others that join, while clients are busy. */
class WorkerFaultsIT {
    private static final long DURATION_NANOS = Duration.ofSeconds(30).toNanos();
    private static final int WORKERS = 4;

    /** How many writes are settled at least, however slow the machine is. */
    private static final int WRITES = 2_000;

    /** What is done to a cluster in which at least three workers are ready. */
    private enum Round {
        KILL_ONE {
            @Override
            void play(Trial trial, Set<Long> ready) throws IOException, InterruptedException {
                trial.crew().kill(Set.of(trial.any(ready)));
            }
        },
        KILL_ALL_BUT_ONE {
            @Override
            void play(Trial trial, Set<Long> ready) throws IOException, InterruptedException {
                trial.crew().killAllBut(trial.any(ready));
            }
        },
        STOP_FOR_A_MOMENT {
            @Override
            void play(Trial trial, Set<Long> ready) throws IOException, InterruptedException {
                long stopped = trial.any(ready);
                trial.crew().stop(stopped);
                pass(Duration.ofMillis(50 + trial.random().nextInt(700)));
                trial.crew().goOn(stopped);
            }
        },
        STOP_UNTIL_DROPPED {
            @Override
            void play(Trial trial, Set<Long> ready) throws IOException, InterruptedException {
                long stopped = trial.any(ready);
                trial.crew().stop(stopped);
                trial.crew().awaitDropped(stopped);
                trial.crew().awaitProgress(50);
                trial.crew().goOn(stopped);
            }
        },
        KILL_ALL_BUT_ONE_WHILE_ANOTHER_IS_STOPPED {
            @Override
            void play(Trial trial, Set<Long> ready) throws IOException, InterruptedException {
                long stopped = trial.any(ready);
                trial.crew().stop(stopped);
                ready.remove(stopped);
                trial.crew().killAllBut(trial.any(ready));
                trial.crew().awaitDropped(stopped);
                trial.crew().goOn(stopped);
            }
        },
        KILL_ONE_WHILE_ANOTHER_JOINS {
            @Override
            void play(Trial trial, Set<Long> ready) throws IOException, InterruptedException {
                long joining = trial.crew().join();
                trial.crew()
                        .awaitStatus(status -> status.workers().stream()
                                .anyMatch(worker -> worker.workerId() == joining && worker.connected()));
                trial.crew().kill(Set.of(trial.any(ready)));
            }
        };

        abstract void play(Trial trial, Set<Long> ready) throws IOException, InterruptedException;

        /** Lets some time of the workload pass. */
        private static void pass(Duration time) {
            long until = System.nanoTime() + time.toNanos();
            await().pollInterval(Duration.ofMillis(10)).until(() -> System.nanoTime() - until >= 0);
        }
    }

    @Test
    void nothingAcknowledgedIsLostAndReadsNeverGoBackWhileOneReadyWorkerLives() throws Exception {
        try (Trial trial = new Trial("worker-faults")) {
            Crew crew = trial.crew();
            Deque<Round> rounds = new ArrayDeque<>();
            long startNanos = System.nanoTime();
            // The balancer stays, and so does the epoch: each write has the version after that of the one before.
            long lastVersion = crew.status().settledVersion() + WRITES;
            int played = 0;
            while (System.nanoTime() - startNanos < DURATION_NANOS
                    || played < Round.values().length
                    || crew.status().settledVersion() < lastVersion) {
                if (rounds.isEmpty()) {
                    rounds.addAll(trial.shuffled(Arrays.asList(Round.values())));
                }
                crew.fillUp(WORKERS);
                Set<Long> ready = crew.awaitReady(WORKERS - 1);
                crew.awaitProgress(50);
                crew.checkAlive();
                Round round = rounds.remove();
                trial.say("%s, ready are %s", round, ready);
                round.play(trial, ready);
                played++;
            }
            RecordedHistory history = trial.finish();

            assertThat(crew.times(Fault.KILL)).isGreaterThanOrEqualTo(4);
            assertThat(crew.times(Fault.KILL_ALL_BUT_ONE)).isPositive();
            assertThat(crew.times(Fault.STOP)).isGreaterThanOrEqualTo(3);
            assertThat(crew.times(Fault.STOP_UNTIL_DROPPED)).isGreaterThanOrEqualTo(2);
            assertThat(crew.times(Fault.JOIN)).isGreaterThanOrEqualTo(7);
            assertThat(history.count(Kind.PUT, Outcome.DONE)).isGreaterThan(1_000);
            assertThat(history.count(Kind.DELETE, Outcome.DONE)).isGreaterThan(200);
            assertThat(history.count(Kind.GET, Outcome.DONE)).isGreaterThan(1_000);
        }
    }
}
