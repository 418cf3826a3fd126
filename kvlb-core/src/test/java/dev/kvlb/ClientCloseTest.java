package dev.kvlb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.kvlb.ScriptedBalancer.Session;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.channels.SocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class ClientCloseTest {
    private ScriptedBalancer balancer;
    private Client client;

    /** Clients of other tests may still wait for the system, as for the look-up of a name. */
    private Set<Thread> threadsOfOthers = Set.of();

    @BeforeEach
    void start() throws IOException {
        threadsOfOthers = Set.copyOf(threadsOfClients());
        balancer = new ScriptedBalancer();
        client = balancer.client()
                .connectTimeout(Duration.ofSeconds(50))
                .requestTimeout(Duration.ofSeconds(50))
                .inFlightMax(300)
                .build()
                .start();
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        balancer.close();
    }

    private static Throwable failureOf(CompletableFuture<?> future) {
        return catchThrowable(future::join).getCause();
    }

    private List<Thread> threadsOfClients() {
        List<Thread> threads = new ArrayList<>();
        for (Thread thread : Thread.getAllStackTraces().keySet()) {
            if (thread.getName().startsWith("kvlb-client-") && !threadsOfOthers.contains(thread)) {
                threads.add(thread);
            }
        }
        return threads;
    }

    @Nested
    class BeforeTheFirstRequest {
        @Test
        void thereIsNothingToEnd() {
            assertThat(threadsOfClients()).isEmpty();
            client.close();
            client.close();
            assertThatThrownBy(() -> client.get("k")).isInstanceOf(ClosedException.class);
        }
    }

    @Nested
    class Connected {
        private Session session;

        @BeforeEach
        void connect() throws IOException {
            CompletableFuture<Optional<String>> get = client.getAsync("k");
            session = balancer.accept();
            session.expectGet("k");
            session.answerGet("k", "v");
            get.join();
        }

        @Test
        void connectionAndThreadsEnd() throws IOException {
            assertThat(threadsOfClients()).hasSize(2).allMatch(Thread::isDaemon);
            client.close();
            assertThat(threadsOfClients()).isEmpty();
            session.expectEnd();
        }

        @Test
        void requestsAreRefusedAfterwards() {
            client.close();
            assertThatThrownBy(() -> client.put("k", "v"))
                    .isInstanceOf(ClosedException.class)
                    .hasMessage("put of \"k\": the client is closed, nothing was done");
            assertThatThrownBy(() -> client.get("k")).isInstanceOf(ClosedException.class);
            assertThat(failureOf(client.putAsync("k", "v"))).isInstanceOf(ClosedException.class);
            assertThat(failureOf(client.getAsync("k"))).isInstanceOf(ClosedException.class);
        }

        @Test
        void onlyAPutThatWasSentMayHaveBeenDone() throws IOException {
            CompletableFuture<Written> put = client.putAsync("k", "v");
            CompletableFuture<Optional<String>> get = client.getAsync("k");
            session.expectPut("k", "v");
            session.expectGet("k");
            client.close();
            assertThat(failureOf(put))
                    .isInstanceOf(OutcomeUnknownException.class)
                    .hasMessageContaining("the client was closed before the answer came");
            assertThat(failureOf(get)).isInstanceOf(ClosedException.class);
        }

        @Test
        void callsThatWaitEnd() throws Exception {
            FutureTask<Optional<String>> call = new FutureTask<>(() -> client.get("k"));
            new Thread(call).start();
            session.expectGet("k");
            client.close();
            assertThatThrownBy(call::get).hasCauseInstanceOf(ClosedException.class);
        }

        @Test
        void senderThatIsStuckEnds() throws IOException {
            List<CompletableFuture<Written>> puts = new ArrayList<>();
            for (int i = 0; i < 300; i++) {
                puts.add(client.putAsync(new byte[] {1}, new byte[60_000]));
            }
            session.receive();
            client.close();
            assertThat(threadsOfClients()).isEmpty();
            assertThat(failureOf(puts.get(0))).isInstanceOf(OutcomeUnknownException.class);
            assertThat(failureOf(puts.get(299))).isInstanceOf(ClosedException.class);
        }

        @Test
        void dependentOfAFutureMayClose() throws IOException {
            CompletableFuture<Void> closing = client.getAsync("k").thenAccept(v -> client.close());
            session.expectGet("k");
            session.answerGet("k", "v");
            closing.join();
            session.expectEnd();
        }

        @Test
        void interruptedThreadMayCloseAndStaysInterrupted() throws Exception {
            FutureTask<Boolean> closing = new FutureTask<>(() -> {
                Thread.currentThread().interrupt();
                client.close();
                return Thread.interrupted();
            });
            new Thread(closing).start();
            assertThat(closing.get()).isTrue();
            session.expectEnd();
        }
    }

    @Nested
    class WithoutABalancer {
        @Test
        void requestsThatWaitForAConnectionWereNotDone() throws IOException {
            balancer.stopListening();
            CompletableFuture<Written> put = client.putAsync("k", "v");
            client.close();
            assertThat(failureOf(put)).isInstanceOf(ClosedException.class);
            assertThat(threadsOfClients()).isEmpty();
        }

        @Test
        void attemptToConnectIsCutShort() throws IOException {
            // The system answers no attempt to connect while the line of those that nobody has accepted is full.
            try (ServerSocket deaf = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
                List<Socket> line = new ArrayList<>();
                for (int i = 0; i < 4; i++) {
                    SocketChannel channel = SocketChannel.open();
                    channel.configureBlocking(false);
                    channel.connect(deaf.getLocalSocketAddress());
                    line.add(channel.socket());
                }
                Client lost = Client.builder()
                        .balancer("127.0.0.1", deaf.getLocalPort())
                        .connectTimeout(Duration.ofSeconds(50))
                        .requestTimeout(Duration.ofSeconds(50))
                        .build()
                        .start();
                CompletableFuture<Written> put = lost.putAsync("k", "v");
                awaitConnecting();
                lost.close();
                assertThat(failureOf(put)).isInstanceOf(ClosedException.class);
                assertThat(threadsOfClients()).isEmpty();
                for (Socket socket : line) {
                    socket.close();
                }
            }
        }

        private void awaitConnecting() {
            while (threadsOfClients().stream()
                    .flatMap(thread -> Arrays.stream(thread.getStackTrace()))
                    .noneMatch(frame -> frame.getMethodName().equals("connect"))) {
                Thread.onSpinWait();
            }
        }
    }

    @Nested
    class WithAFullWindow {
        @Test
        void callsThatWaitForAPlaceEnd() throws Exception {
            Client narrow = balancer.client()
                    .requestTimeout(Duration.ofSeconds(50))
                    .inFlightMax(1)
                    .build()
                    .start();
            CompletableFuture<Optional<String>> first = narrow.getAsync("k1");
            balancer.accept().expectGet("k1");
            FutureTask<Optional<String>> second = new FutureTask<>(() -> narrow.get("k2"));
            Thread thread = new Thread(second);
            thread.start();
            while (thread.getState() != Thread.State.TIMED_WAITING) {
                Thread.onSpinWait();
            }
            narrow.close();
            assertThat(failureOf(first)).isInstanceOf(ClosedException.class);
            assertThatThrownBy(second::get).hasCauseInstanceOf(ClosedException.class);
        }
    }
}
