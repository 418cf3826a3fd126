package dev.kvlb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.kvlb.ScriptedBalancer.Session;
import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.Message;
import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Connections that are not to be had, or break. */
class ClientConnectionTest {
    private static final Duration LONG = Duration.ofSeconds(50);

    private ScriptedBalancer balancer;
    private Client client;

    @BeforeEach
    void start() throws IOException {
        balancer = new ScriptedBalancer();
        client = balancer.client()
                .connectTimeout(LONG)
                .requestTimeout(LONG)
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

    /** Asks until an attempt to connect has failed, which on a busy machine may take longer than the first request has. */
    private static Throwable failureOnceTried(Supplier<Throwable> request) {
        Throwable failure = request.get();
        while (failure instanceof UnreachableException && failure.getCause() == null) {
            failure = request.get();
        }
        return failure;
    }

    @Nested
    class WithoutABalancer {
        @BeforeEach
        void leaveThePortAlone() throws IOException {
            balancer.stopListening();
        }

        @Test
        void requestsAreUnreachableAfterTheTimeToConnect() {
            try (Client hasty = balancer.client()
                    .connectTimeout(Duration.ofMillis(30))
                    .build()
                    .start()) {
                assertThat(failureOnceTried(() -> catchThrowable(() -> hasty.put("k", "v"))))
                        .isInstanceOf(UnreachableException.class)
                        .hasMessageStartingWith("put of \"k\": no connection to 127.0.0.1:" + balancer.port()
                                + " within 30 ms," + " nothing was done: see that a balancer runs there")
                        .hasCauseInstanceOf(ConnectException.class);
                assertThatThrownBy(() -> hasty.get("k")).isInstanceOf(UnreachableException.class);
                assertThat(failureOf(hasty.getAsync("k"))).isInstanceOf(UnreachableException.class);
            }
        }

        @Test
        void requestsAreUnreachableWhereTheirOwnTimeIsShorter() {
            try (Client hasty = balancer.client()
                    .requestTimeout(Duration.ofMillis(30))
                    .build()
                    .start()) {
                assertThat(failureOf(hasty.putAsync("k", "v"))).isInstanceOf(UnreachableException.class);
                assertThatThrownBy(() -> hasty.get("k")).isInstanceOf(UnreachableException.class);
            }
        }

        @Test
        void hostThatIsNotKnownIsUnreachable() {
            try (Client lost = balancer.client()
                    .balancer("no-such-host.invalid", 5059)
                    .connectTimeout(Duration.ofSeconds(1))
                    .build()
                    .start()) {
                assertThat(failureOnceTried(() -> failureOf(lost.getAsync("k"))))
                        .isInstanceOf(UnreachableException.class)
                        .hasMessage("get of \"k\": no connection to no-such-host.invalid:5059 within 1000 ms, nothing"
                                + " was done: the name \"no-such-host.invalid\" is not known, see that it is right")
                        .hasCauseInstanceOf(UnknownHostException.class);
            }
        }

        @Test
        void requestsWaitForOneToCome() throws IOException {
            CompletableFuture<Written> put = client.putAsync("k", "v");
            CompletableFuture<Optional<String>> get = client.getAsync("k");
            balancer.listenAgain();
            Session session = balancer.accept();
            session.expectPut("k", "v");
            session.expectGet("k");
            session.confirmPut("k");
            session.answerGet("k", "v");
            put.join();
            assertThat(get.join()).contains("v");
        }
    }

    @Nested
    class Idle {
        @Test
        void nothingIsOpenedBeforeTheFirstRequest() throws IOException {
            try (Client idle = balancer.client().build().start()) {
                CompletableFuture<Optional<String>> get = client.getAsync("k");
                Session first = balancer.accept();
                first.expectGet("k");
                first.answerGet("k", "v");
                assertThat(get.join()).contains("v");
                get = idle.getAsync("other");
                Session second = balancer.accept();
                second.expectGet("other");
                second.answerGet("other", "v");
                assertThat(get.join()).contains("v");
            }
        }

        @Test
        void nextRequestWorksAfterTheBalancerWasStartedAnew() throws IOException {
            CompletableFuture<Optional<String>> get = client.getAsync("k");
            Session session = balancer.accept();
            session.expectGet("k");
            session.answerGet("k", "v");
            get.join();
            session.send(new Message.Shutdown());
            session.close();
            balancer.stopListening();
            balancer.listenAgain();
            CompletableFuture<Written> put = client.putAsync("k", "w");
            Session next = balancer.accept();
            next.expectPut("k", "w");
            next.confirmPut("k");
            put.join();
        }

        @Test
        void connectionIsReplacedEvenWhenNothingSaidThatItEnds() throws IOException {
            for (int i = 0; i < 5; i++) {
                CompletableFuture<Optional<String>> get = client.getAsync("k");
                Session session = balancer.accept();
                session.expectGet("k");
                session.answerGet("k", "v");
                assertThat(get.join()).contains("v");
                session.close();
            }
        }
    }

    @Nested
    class BrokenUnderWay {
        @Test
        void putThatWasSentMayHaveBeenDone() throws IOException {
            CompletableFuture<Written> put = client.putAsync("k", "v");
            Session session = balancer.accept();
            session.expectPut("k", "v");
            session.close();
            assertThat(failureOf(put))
                    .isInstanceOf(OutcomeUnknownException.class)
                    .hasMessageContaining("read before you write again")
                    .hasMessageEndingWith("(the balancer closed the connection)");
        }

        @Test
        void putIsNotSentTwice() throws IOException {
            CompletableFuture<Written> put = client.putAsync("k", "v");
            Session session = balancer.accept();
            session.expectPut("k", "v");
            session.reset();
            assertThat(failureOf(put)).isInstanceOf(OutcomeUnknownException.class);
            CompletableFuture<Optional<String>> get = client.getAsync("k");
            Session next = balancer.accept();
            next.expectGet("k");
            next.answerGet("k", "v");
            assertThat(get.join()).contains("v");
        }

        @Test
        void getIsSentAgain() throws IOException {
            CompletableFuture<Optional<String>> get = client.getAsync("k");
            for (int i = 0; i < 3; i++) {
                Session session = balancer.accept();
                session.expectGet("k");
                session.close();
            }
            Session last = balancer.accept();
            last.expectGet("k");
            last.answerGet("k", "v");
            assertThat(get.join()).contains("v");
        }

        @Test
        void halfAnAnswerIsNone() throws IOException {
            CompletableFuture<Optional<String>> get = client.getAsync("k");
            Session session = balancer.accept();
            session.expectGet("k");
            session.sendBytes((byte) 4, (byte) 0, (byte) 7, (byte) 0);
            session.close();
            Session next = balancer.accept();
            next.expectGet("k");
            next.answerGet("k", "v");
            assertThat(get.join()).contains("v");
        }

        @Test
        void answersThatCameBeforeTheEndCount() throws IOException {
            CompletableFuture<Written> first = client.putAsync("k1", "v");
            CompletableFuture<Written> second = client.putAsync("k2", "v");
            Session session = balancer.accept();
            session.expectPut("k1", "v");
            session.expectPut("k2", "v");
            session.confirmPut("k1");
            session.close();
            first.join();
            assertThat(failureOf(second)).isInstanceOf(OutcomeUnknownException.class);
        }

        @Test
        void shutdownEndsTheConnectionAfterTheAnswersSoFar() throws IOException {
            CompletableFuture<Written> first = client.putAsync("k1", "v");
            CompletableFuture<Written> second = client.putAsync("k2", "v");
            CompletableFuture<Optional<String>> third = client.getAsync("k3");
            Session session = balancer.accept();
            session.expectPut("k1", "v");
            session.expectPut("k2", "v");
            session.expectGet("k3");
            session.confirmPut("k1");
            session.send(new Message.Shutdown());
            first.join();
            assertThat(failureOf(second))
                    .isInstanceOf(OutcomeUnknownException.class)
                    .hasMessageEndingWith("(the balancer shut down)");
            session.expectEnd();
            Session next = balancer.accept();
            next.expectGet("k3");
            next.answerGet("k3", "v");
            assertThat(third.join()).contains("v");
        }

        @Test
        void errorThatAnswersNothingIsWhyTheConnectionEnds() throws IOException {
            CompletableFuture<Optional<String>> get = client.getAsync("k");
            Session session = balancer.accept();
            session.expectGet("k");
            session.answerGet("k", "v");
            get.join();
            session.sendError(ErrorCode.SERVER_BUSY, "too many connections");
            session.expectEnd();
        }

        @Test
        void whatDoesNotFitTheConnectionGoesOutOnTheNext() throws IOException {
            String value = "x".repeat(60_000);
            List<CompletableFuture<Written>> puts = new ArrayList<>();
            for (int i = 0; i < 250; i++) {
                puts.add(client.putAsync("k" + i, value));
            }
            Session session = balancer.accept();
            session.expectPut("k0", value);
            session.reset();
            Session next = balancer.accept();
            String firstKey = ((Message.Put) next.receive()).key().toUtf8();
            int firstUnsent = Integer.parseInt(firstKey.substring(1));
            next.confirmPut(firstKey);
            for (int i = firstUnsent + 1; i < 250; i++) {
                next.expectPut("k" + i, value);
                next.confirmPut("k" + i);
            }
            assertThat(firstUnsent).isPositive();
            for (int i = 0; i < 250; i++) {
                if (i < firstUnsent) {
                    assertThat(failureOf(puts.get(i))).isInstanceOf(OutcomeUnknownException.class);
                } else {
                    puts.get(i).join();
                }
            }
        }
    }
}
