package dev.kvlb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.kvlb.ScriptedBalancer.Session;
import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.Handshake;
import dev.kvlb.protocol.Key;
import dev.kvlb.protocol.Message;
import dev.kvlb.protocol.Value;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What only a balancer that speaks the extensions can do, and what becomes of it where the balancer does not. */
class ClientExtensionsTest {
    private ScriptedBalancer balancer;
    private Client client;

    @BeforeEach
    void start() throws IOException {
        balancer = new ScriptedBalancer();
        client = balancer.client().build().start();
    }

    @AfterEach
    void stop() throws IOException {
        client.close();
        balancer.close();
    }

    private static Throwable failureOf(CompletableFuture<?> future) {
        return catchThrowable(future::join).getCause();
    }

    private static <T> FutureTask<T> begin(Callable<T> call) {
        FutureTask<T> task = new FutureTask<>(call);
        new Thread(task).start();
        return task;
    }

    @Nested
    class Greeting {
        @Test
        void helloIsTheFirstFrameAndKeepsNothingWaiting() throws IOException {
            CompletableFuture<Written> put = client.putAsync("k", "v");
            Session session = balancer.accept();
            session.expectHello();
            session.expectPut("k", "v");
            session.welcome();
            session.confirmPut("k", 7, 8);
            assertThat(put.join()).isEqualTo(new Written(7, 8));
        }

        @Test
        void balancerThatPassesOverItIsServedAsItIs() throws IOException {
            CompletableFuture<Written> put = client.putAsync("k", "v");
            CompletableFuture<Optional<Found<String>>> find = client.findAsync("k");
            Session session = balancer.accept();
            session.expectPut("k", "v");
            session.expectGet("k");
            session.confirmPut("k");
            session.answerGet("k", "v");
            assertThat(put.join()).isEqualTo(new Written(0, 0));
            assertThat(find.join()).contains(new Found<>("v", 0, 0));
        }

        @Test
        void balancerThatAnswersItWithAnErrorIsAskedTheSameWithout() throws IOException {
            CompletableFuture<Written> put = client.putAsync("k", "v");
            CompletableFuture<Optional<String>> get = client.getAsync("k");
            Session session = balancer.accept();
            session.expectPut("k", "v");
            session.expectGet("k");
            session.sendError(ErrorCode.PROTOCOL_ERROR, "type 128");
            session.expectEnd();
            Session next = balancer.accept();
            next.expectFirst(new Message.Put(Key.of("k"), Value.of("v")));
            next.expectGet("k");
            next.confirmPut("k");
            next.answerGet("k", "v");
            assertThat(put.join()).isEqualTo(new Written(0, 0));
            assertThat(get.join()).contains("v");
        }

        @Test
        void balancerThatHangsUpOnItIsSoonTriedWithout() throws IOException {
            CompletableFuture<Optional<String>> get = client.getAsync("k");
            for (int i = 0; i < 3; i++) {
                Session session = balancer.accept();
                session.expectHello();
                session.expectGet("k");
                session.close();
            }
            Session last = balancer.accept();
            last.expectFirst(new Message.Get(Key.of("k")));
            last.answerGet("k", "v");
            assertThat(get.join()).contains("v");
        }

        @Test
        void balancerThatHangsUpWhateverComesFirstMayHaveTooManyClients() throws Exception {
            FutureTask<ClusterStatus> status = begin(client::status);
            for (int i = 0; i < 3; i++) {
                Session session = balancer.accept();
                session.expectHello();
                session.close();
            }
            Session last = balancer.accept();
            assertThatThrownBy(status::get)
                    .hasCauseInstanceOf(BusyException.class)
                    .hasMessageContaining("status: the balancer at 127.0.0.1:" + balancer.port()
                            + " closes connections at once, perhaps because it has as many clients as it takes");
            last.close();
        }

        @Test
        void portOfAWorkerIsNoBalancer() throws IOException {
            CompletableFuture<Optional<String>> get = client.getAsync("k");
            Session session = balancer.accept();
            session.expectGet("k");
            session.send(new Message.Welcome(Handshake.PROTOCOL_VERSION, Handshake.WORKER, 0, 7));
            assertThat(failureOf(get))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("see that it is a balancer")
                    .hasMessageContaining("expected 3 for a balancer, found 2");
            session.expectEnd();
        }
    }

    @Nested
    class Versions {
        @Test
        void valueIsFoundWithItsVersionAndWorker() throws IOException {
            CompletableFuture<Optional<Found<String>>> text = client.findAsync("k");
            CompletableFuture<Optional<Found<byte[]>>> bytes = client.findAsync(new byte[] {'k'});
            CompletableFuture<Optional<Found<String>>> absent = client.findAsync("absent");
            Session session = balancer.accept();
            session.expectGet("k");
            session.expectGet("k");
            session.expectGet("absent");
            session.welcome();
            session.answerGet("k", "v", 7, 8);
            session.answerGet("k", "v", 7, 9);
            session.send(
                    new Message.VersionedGetResponse(ErrorCode.KEY_NOT_FOUND, 0, 8, Key.of("absent"), Value.EMPTY));
            assertThat(text.join()).contains(new Found<>("v", 7, 8));
            assertThat(bytes.join()).hasValueSatisfying(found -> {
                assertThat(found.value()).containsExactly('v');
                assertThat(found.version()).isEqualTo(7);
                assertThat(found.workerId()).isEqualTo(9);
            });
            assertThat(absent.join()).isEmpty();
        }

        @Test
        void callerMayWaitForThem() throws Exception {
            FutureTask<Written> put = begin(() -> client.put("k", "v"));
            Session session = balancer.accept();
            session.expectPut("k", "v");
            session.welcome();
            session.confirmPut("k", 7, 8);
            assertThat(put.get()).isEqualTo(new Written(7, 8));
            FutureTask<Optional<Found<String>>> find = begin(() -> client.find("k"));
            session.expectGet("k");
            session.answerGet("k", "v", 7, 9);
            assertThat(find.get()).contains(new Found<>("v", 7, 9));
            FutureTask<Written> delete = begin(() -> client.delete("k"));
            session.expectDelete("k");
            session.confirmDelete("k", 10, 8);
            assertThat(delete.get()).isEqualTo(new Written(10, 8));
            FutureTask<Optional<Found<byte[]>>> absent = begin(() -> client.find(new byte[] {'k'}));
            session.expectGet("k");
            session.answerGet("k", ErrorCode.KEY_NOT_FOUND);
            assertThat(absent.get()).isEmpty();
        }
    }

    @Nested
    class Deleting {
        @Test
        void waitsForTheWelcomeAndKeepsItsTurn() throws IOException {
            CompletableFuture<Written> delete = client.deleteAsync("k");
            CompletableFuture<Written> put = client.putAsync("k", "v");
            Session session = balancer.accept();
            session.expectHello();
            session.expectProbe();
            session.welcome();
            session.expectDelete("k");
            session.expectPut("k", "v");
            session.answerProbe();
            session.confirmDelete("k", 7, 8);
            session.confirmPut("k", 9, 8);
            assertThat(delete.join()).isEqualTo(new Written(7, 8));
            assertThat(put.join()).isEqualTo(new Written(9, 8));
        }

        @Test
        void asksNothingFirstWhereTheWelcomeHasCome() throws IOException {
            CompletableFuture<Written> put = client.putAsync("k", "v");
            Session session = balancer.accept();
            session.expectPut("k", "v");
            session.welcome();
            session.confirmPut("k", 6, 8);
            put.join();
            CompletableFuture<Written> delete = client.deleteAsync(new byte[] {'k'});
            session.expectDelete("k");
            session.confirmDelete("k", 7, 8);
            assertThat(delete.join()).isEqualTo(new Written(7, 8));
        }

        @Test
        void isRefusedWhereTheBalancerSpeaksOnlyTheBaseProtocol() throws IOException {
            CompletableFuture<Written> delete = client.deleteAsync("k");
            CompletableFuture<Optional<String>> get = client.getAsync("k");
            Session session = balancer.accept();
            session.expectProbe();
            session.answerProbe();
            assertThat(failureOf(delete))
                    .isInstanceOf(RefusedException.class)
                    .hasMessage(
                            "delete of \"k\": the balancer at 127.0.0.1:" + balancer.port() + " speaks only the base"
                                    + " protocol, which has put and get and nothing else; nothing was sent");
            session.expectGet("k");
            session.answerGet("k", "v");
            assertThat(get.join()).contains("v");
            assertThatThrownBy(() -> client.delete("k")).isInstanceOf(RefusedException.class);
            assertThatThrownBy(() -> client.status()).isInstanceOf(RefusedException.class);
        }

        @Test
        void isSentOnce() throws IOException {
            CompletableFuture<Written> delete = client.deleteAsync("k");
            Session session = balancer.accept();
            session.expectProbe();
            session.welcome();
            session.expectDelete("k");
            session.answerProbe();
            session.close();
            assertThat(failureOf(delete))
                    .isInstanceOf(OutcomeUnknownException.class)
                    .hasMessageContaining("it may have been done: read before you write again");
            CompletableFuture<Optional<String>> get = client.getAsync("k");
            Session next = balancer.accept();
            next.expectGet("k");
            next.answerGet("k", "v");
            assertThat(get.join()).contains("v");
        }

        @Test
        void isRefusedWhereNoBalancerAnswers() throws IOException {
            CompletableFuture<Written> delete = client.deleteAsync("k");
            Session session = balancer.accept();
            session.expectProbe();
            session.sendBytes("HTTP/1.1 400 Bad Request".getBytes(StandardCharsets.US_ASCII));
            assertThat(failureOf(delete))
                    .isInstanceOf(RefusedException.class)
                    .hasMessageContaining("see that it is a balancer");
            session.expectEnd();
        }

        @Test
        void givesUpWhereNoWelcomeComesInTime() throws IOException {
            try (Client hasty = balancer.client()
                    .requestTimeout(Duration.ofMillis(100))
                    .build()
                    .start()) {
                Throwable failure = failureOf(hasty.deleteAsync("k"));
                while (failure instanceof UnreachableException) {
                    // On a busy machine it may take longer to connect.
                    failure = failureOf(hasty.deleteAsync("k"));
                }
                assertThat(failure)
                        .isInstanceOf(BusyException.class)
                        .hasMessageContaining("could not be sent within 100 ms, nothing was done");
                balancer.accept().expectProbe();
            }
        }
    }
}
