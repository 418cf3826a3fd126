package dev.kvlb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.protocol.fuzz.RecordedSession;
import java.io.IOException;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Replays the recorded session of the reference implementation, byte for byte, against real programs of ours. */
class RecordedSessionReplayTest {
    private static final int WORKER_A = 0;
    private static final int FIRST_CLIENT = 1;
    private static final int WORKER_B = 2;
    private static final int SECOND_CLIENT = 5;

    /** Where clientId stands in the frames that carry one, in hex digits. */
    private static String clientId(String frame) {
        int at = frame.startsWith("0b") || frame.startsWith("0d") ? 8 : 6;
        return frame.substring(at, at + 8);
    }

    private static String withClientId(String frame, String clientId) {
        int at = frame.startsWith("0b") || frame.startsWith("0d") ? 8 : 6;
        return frame.substring(0, at) + clientId + frame.substring(at + 8);
    }

    private static String masked(String frame) {
        return withClientId(frame, "........");
    }

    @Nested
    class AsItsClients {
        @Test
        void everyReplyIsTheRecordedOne() throws Exception {
            try (LoadBalancer balancer = LoadBalancer.builder()
                            .clientPort(0)
                            .workerPort(0)
                            .build()
                            .start();
                    Worker a = worker(balancer)) {
                assertThat(a.awaitReady(Duration.ofSeconds(60))).isTrue();
                replayClient(balancer, FIRST_CLIENT);
                try (Worker b = worker(balancer)) {
                    assertThat(b.awaitReady(Duration.ofSeconds(60))).isTrue();
                    replayClient(balancer, SECOND_CLIENT);
                }
            }
        }

        private Worker worker(LoadBalancer balancer) throws IOException {
            return Worker.builder()
                    .balancer("127.0.0.1", balancer.workerAddress().getPort())
                    .build()
                    .start();
        }

        private void replayClient(LoadBalancer balancer, int connection) throws IOException {
            Queue<RecordedSession.Frame> replies = new ArrayDeque<>(RecordedSession.sent(connection, "balancer"));
            try (RawConnection client = RawConnection.to(balancer.clientAddress())) {
                for (RecordedSession.Frame request : RecordedSession.sent(connection, "client")) {
                    client.send(request.hex());
                    assertThat(client.receive()).isEqualTo(replies.remove().hex());
                }
                client.endOutput();
                assertThat(client.receive()).isEqualTo(replies.remove().hex());
                assertThat(replies).isEmpty();
                assertThat(client.isClosedByPeer()).isTrue();
            }
        }
    }

    @Nested
    class AsItsWorkers {
        @Test
        void everyFrameToAWorkerIsTheRecordedOneButForItsClientId() throws Exception {
            try (LoadBalancer balancer = LoadBalancer.builder()
                            .consistency(Consistency.EVENTUAL)
                            .clientPort(0)
                            .workerPort(0)
                            .build()
                            .start();
                    RawConnection a = RawConnection.to(balancer.workerAddress())) {
                a.send(RecordedSession.sent(WORKER_A, "worker").get(0).hex());
                List<String> toA = new ArrayList<>(recordedTo(WORKER_A));
                for (int i = 0; i < 4; i++) {
                    assertThat(a.receive()).isEqualTo(toA.remove(0));
                }
                replayOneByOne(balancer, List.of(a));

                try (RawConnection b = RawConnection.to(balancer.workerAddress())) {
                    b.send(RecordedSession.sent(WORKER_B, "worker").get(0).hex());
                    List<String> toB = new ArrayList<>(recordedTo(WORKER_B));
                    for (int i = 0; i < 5; i++) {
                        assertThat(b.receive()).isEqualTo(toB.remove(0));
                    }
                    List<String> registryToA = toA.stream()
                            .filter(RecordedSessionReplayTest::isRegistry)
                            .toList();
                    for (String frame : registryToA) {
                        assertThat(a.receive()).isEqualTo(frame);
                    }
                    assertThat(balancer.snapshot().workers())
                            .extracting(BalancerSnapshot.WorkerState::inRing)
                            .containsExactly(true, true);
                }
            }
        }

        private List<String> recordedTo(int connection) {
            return RecordedSession.sent(connection, "balancer").stream()
                    .map(RecordedSession.Frame::hex)
                    .toList();
        }

        /** Sends the first client's requests; the worker answers each as it did when it was recorded. */
        private void replayOneByOne(LoadBalancer balancer, List<RawConnection> workers) throws IOException {
            Map<String, String> answers = recordedAnswers();
            Queue<RecordedSession.Frame> replies = new ArrayDeque<>(RecordedSession.sent(FIRST_CLIENT, "balancer"));
            try (RawConnection client = RawConnection.to(balancer.clientAddress())) {
                for (RecordedSession.Frame request : RecordedSession.sent(FIRST_CLIENT, "client")) {
                    client.send(request.hex());
                    String handedOn = workers.get(0).receive();
                    String answer = answers.get(masked(handedOn));
                    assertThat(answer).as("a recorded request: %s", handedOn).isNotNull();
                    workers.get(0).send(withClientId(answer, clientId(handedOn)));
                    assertThat(client.receive()).isEqualTo(replies.remove().hex());
                }
            }
        }

        /** The recorded worker answered each request before it got the next, so that the two lists run in step. */
        private Map<String, String> recordedAnswers() {
            Map<String, String> answers = new HashMap<>();
            Queue<RecordedSession.Frame> given = new ArrayDeque<>(RecordedSession.sent(WORKER_A, "worker").stream()
                    .filter(frame -> frame.type().endsWith("_RESPONSE"))
                    .toList());
            for (RecordedSession.Frame request : RecordedSession.sent(WORKER_A, "balancer")) {
                if (request.type().endsWith("_REQUEST")) {
                    answers.put(masked(request.hex()), given.remove().hex());
                }
            }
            return answers;
        }
    }

    private static boolean isRegistry(String frame) {
        return frame.startsWith("0e") || frame.startsWith("0f") || frame.startsWith("10");
    }

    @Nested
    class AsItsBalancer {
        @Test
        void aWorkerAnswersEveryRequestAsRecorded() throws Exception {
            try (ServerSocket listener = RawConnection.listen();
                    Worker worker = Worker.builder()
                            .id(0x118)
                            .balancer("127.0.0.1", listener.getLocalPort())
                            .build()
                            .start();
                    RawConnection balancer = RawConnection.accept(listener)) {
                assertThat(balancer.receive())
                        .as("HELLO, which the reference passes over")
                        .startsWith("80");
                String ready = balancer.receive();
                assertThat(ready)
                        .isEqualTo("14000600000118"
                                + String.format("%04x", worker.peerAddress().getPort()));

                Queue<RecordedSession.Frame> answers = new ArrayDeque<>(RecordedSession.sent(WORKER_A, "worker"));
                answers.remove();
                for (RecordedSession.Frame frame : RecordedSession.sent(WORKER_A, "balancer")) {
                    if (!frame.type().equals("WORKER_ENTRY") && !frame.type().equals("SHUTDOWN")) {
                        balancer.send(frame.hex());
                    }
                    if (frame.type().endsWith("_REQUEST")) {
                        assertThat(balancer.receive())
                                .isEqualTo(answers.remove().hex());
                    }
                }
                assertThat(answers).isEmpty();
                assertThat(worker.awaitReady(Duration.ofSeconds(60))).isTrue();
            }
        }
    }
}
