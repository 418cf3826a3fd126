package dev.kvlb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.kvlb.ScriptedBalancer.Session;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Answers that come late or never, places that are not to be had, and threads that are interrupted meanwhile. */
class ClientTimeTest {
    /** A time that passes in vain, and yet is long for whatever has to happen within it on a busy machine. */
    private static final long PATIENCE_MILLIS = 3_000;

    private ScriptedBalancer balancer;

    @BeforeEach
    void start() throws IOException {
        balancer = new ScriptedBalancer();
    }

    @AfterEach
    void stop() throws IOException {
        balancer.close();
    }

    private Client client(long requestMillis, int inFlightMax) {
        return balancer.client()
                .requestTimeout(Duration.ofMillis(requestMillis))
                .inFlightMax(inFlightMax)
                .build()
                .start();
    }

    private static Throwable failureOf(CompletableFuture<?> future) {
        return catchThrowable(future::join).getCause();
    }

    /** Asks until a request has been sent, which a busy machine may not do within the time of the first. */
    private static Throwable failureOnceSent(Supplier<Throwable> request) {
        Throwable failure = request.get();
        while (failure instanceof BusyException || failure instanceof UnreachableException) {
            failure = request.get();
        }
        return failure;
    }

    @Nested
    class WithoutAnswer {
        @Test
        void putMayHaveBeenDone() {
            try (Client client = client(50, 8)) {
                assertThat(failureOnceSent(() -> catchThrowable(() -> client.put("k", "v"))))
                        .isInstanceOf(OutcomeUnknownException.class)
                        .hasMessage("put of \"k\": no answer within 50 ms, it may have been done: read before you"
                                + " write again");
                assertThat(failureOnceSent(() -> failureOf(client.putAsync("k", "v"))))
                        .isInstanceOf(OutcomeUnknownException.class);
            }
        }

        @Test
        void getCanBeRepeated() {
            try (Client client = client(50, 8)) {
                assertThat(failureOnceSent(() -> catchThrowable(() -> client.get("k"))))
                        .isInstanceOf(OutcomeUnknownException.class)
                        .hasMessage("get of \"k\": no answer within 50 ms: get again");
                assertThat(failureOnceSent(() -> failureOf(client.getAsync("k"))))
                        .isInstanceOf(OutcomeUnknownException.class);
            }
        }

        @Test
        void lateAnswerIsNotTakenForTheNext() throws IOException {
            try (Client client = client(PATIENCE_MILLIS, 8)) {
                CompletableFuture<Optional<String>> first = client.getAsync("k");
                Session session = balancer.accept();
                session.expectGet("k");
                assertThat(failureOf(first)).isInstanceOf(OutcomeUnknownException.class);
                CompletableFuture<Optional<String>> second = client.getAsync("k");
                session.expectGet("k");
                session.answerGet("k", "late");
                session.answerGet("k", "v");
                assertThat(second.join()).contains("v");
            }
        }

        @Test
        void connectionOnWhichNothingIsAnsweredIsReplaced() throws IOException {
            try (Client client = client(PATIENCE_MILLIS, 8)) {
                CompletableFuture<Written> put = client.putAsync("k", "v");
                Session session = balancer.accept();
                session.expectPut("k", "v");
                assertThat(failureOf(put)).isInstanceOf(OutcomeUnknownException.class);
                session.expectEnd();
                CompletableFuture<Optional<String>> get = client.getAsync("k");
                Session next = balancer.accept();
                next.expectGet("k");
                next.answerGet("k", "v");
                assertThat(get)
                        .satisfiesAnyOf(
                                future -> assertThat(future.join()).contains("v"),
                                future -> assertThat(failureOf(future)).isInstanceOf(OutcomeUnknownException.class));
            }
        }

        @Test
        void requestThatCouldNotBeSentWasNotDone() throws IOException {
            try (Client client = client(PATIENCE_MILLIS, 400)) {
                List<CompletableFuture<Written>> puts = new ArrayList<>();
                for (int i = 0; i < 400; i++) {
                    puts.add(client.putAsync(("k" + i).getBytes(StandardCharsets.UTF_8), new byte[60_000]));
                }
                assertThat(failureOf(puts.get(0))).isInstanceOf(OutcomeUnknownException.class);
                assertThat(failureOf(puts.get(399)))
                        .isInstanceOf(BusyException.class)
                        .hasMessageContaining("could not be sent within 3000 ms, nothing was done");
            }
        }
    }

    @Nested
    class WithAFullWindow {
        @Test
        void callersWaitForAPlace() throws Exception {
            try (Client client = client(20_000, 1)) {
                CompletableFuture<Optional<String>> first = client.getAsync("k1");
                FutureTask<Optional<String>> second = new FutureTask<>(() -> client.get("k2"));
                new Thread(second).start();
                Session session = balancer.accept();
                session.expectGet("k1");
                session.answerGet("k1", "v1");
                assertThat(first.join()).contains("v1");
                session.expectGet("k2");
                session.answerGet("k2", "v2");
                assertThat(second.get()).contains("v2");
            }
        }

        @Test
        void callersThatFindNoneInTimeHaveDoneNothing() throws IOException {
            try (Client client = client(PATIENCE_MILLIS, 1)) {
                CompletableFuture<Written> first = client.putAsync("k1", "v");
                balancer.accept().expectPut("k1", "v");
                assertThatThrownBy(() -> client.put("k2", "v")).isInstanceOf(BusyException.class);
                assertThat(failureOf(first)).isInstanceOf(OutcomeUnknownException.class);
            }
        }

        @Test
        void dependentsOfAFutureAreLetInBeyondTheLimitButNotWithoutEnd() throws IOException {
            try (Client client = client(20_000, 1)) {
                List<CompletableFuture<?>> more = new ArrayList<>();
                CompletableFuture<Optional<String>> get = client.getAsync("k").thenCompose(v -> {
                    more.add(client.getAsync("k1"));
                    more.add(client.getAsync("k2"));
                    more.add(client.putAsync("k3", "v"));
                    return CompletableFuture.completedFuture(v);
                });
                Session session = balancer.accept();
                session.expectGet("k");
                session.answerGet("k", "v");
                assertThat(get.join()).contains("v");
                session.expectGet("k1");
                session.expectGet("k2");
                assertThat(more.get(0)).isNotDone();
                assertThat(more.get(1)).isNotDone();
                assertThat(failureOf(more.get(2)))
                        .isInstanceOf(BusyException.class)
                        .hasMessageContaining("no place");
            }
        }
    }

    @Nested
    class Interrupted {
        @Test
        void callThatWaitsForItsAnswerEndsAndTheThreadStaysInterrupted() throws Exception {
            try (Client client = client(20_000, 8)) {
                FutureTask<Boolean> call = new FutureTask<>(() -> {
                    assertThatThrownBy(() -> client.put("k", "v"))
                            .isInstanceOf(OutcomeUnknownException.class)
                            .hasMessageContaining("interrupted before the answer came, it may have been done");
                    return Thread.interrupted();
                });
                Thread thread = new Thread(call);
                thread.start();
                Session session = balancer.accept();
                session.expectPut("k", "v");
                thread.interrupt();
                assertThat(call.get()).isTrue();
            }
        }

        @Test
        void callThatWaitsForAPlaceEndsAndTheThreadStaysInterrupted() throws Exception {
            try (Client client = client(20_000, 1)) {
                CompletableFuture<Optional<String>> first = client.getAsync("k");
                balancer.accept().expectGet("k");
                FutureTask<Boolean> call = new FutureTask<>(() -> {
                    assertThat(failureOf(client.putAsync("k", "v")))
                            .isInstanceOf(BusyException.class)
                            .hasMessageContaining("interrupted before it was sent, nothing was done");
                    return Thread.interrupted();
                });
                Thread thread = new Thread(call);
                thread.start();
                thread.interrupt();
                assertThat(call.get()).isTrue();
                assertThat(first).isNotDone();
            }
        }

        @Test
        void callOnAnInterruptedThreadDoesNothing() throws InterruptedException, ExecutionException {
            try (Client client = client(20_000, 8)) {
                FutureTask<Boolean> call = new FutureTask<>(() -> {
                    Thread.currentThread().interrupt();
                    assertThatThrownBy(() -> client.put("k", "v")).isInstanceOf(BusyException.class);
                    return Thread.interrupted();
                });
                new Thread(call).start();
                assertThat(call.get()).isTrue();
            }
        }
    }
}
