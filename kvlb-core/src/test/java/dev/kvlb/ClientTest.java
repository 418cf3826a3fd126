package dev.kvlb;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import dev.kvlb.ScriptedBalancer.Session;
import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.FrameCodec;
import dev.kvlb.protocol.Key;
import dev.kvlb.protocol.Message;
import dev.kvlb.protocol.Value;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** What goes over one connection that holds. */
class ClientTest {
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
        Throwable thrown = catchThrowable(future::join);
        assertThat(thrown).isInstanceOf(CompletionException.class);
        return thrown.getCause();
    }

    @Nested
    class Answered {
        @Test
        void putIsDone() throws IOException {
            CompletableFuture<Written> put = client.putAsync("k", "v");
            Session session = balancer.accept();
            session.expectPut("k", "v");
            assertThat(put).isNotDone();
            session.confirmPut("k");
            assertThat(put.join()).isEqualTo(new Written(0, 0));
        }

        @Test
        void getHasAValue() throws IOException {
            CompletableFuture<Optional<String>> get = client.getAsync("clé");
            Session session = balancer.accept();
            session.expectGet("clé");
            session.answerGet("clé", "naïve");
            assertThat(get.join()).contains("naïve");
        }

        @Test
        void emptyValueIsAValue() throws IOException {
            CompletableFuture<Optional<String>> get = client.getAsync("k");
            Session session = balancer.accept();
            session.expectGet("k");
            session.answerGet("k", "");
            assertThat(get.join()).contains("");
        }

        @Test
        void missingKeyHasNoValue() throws IOException {
            CompletableFuture<Optional<String>> text = client.getAsync("k");
            CompletableFuture<Optional<byte[]>> bytes = client.getAsync(new byte[] {1});
            Session session = balancer.accept();
            session.expectGet("k");
            session.expectGet("\u0001");
            session.answerGet("k", ErrorCode.KEY_NOT_FOUND);
            session.answerGet("\u0001", ErrorCode.KEY_NOT_FOUND);
            assertThat(text.join()).isEmpty();
            assertThat(bytes.join()).isEmpty();
        }

        @Test
        void bytesComeBackAsTheyAre() throws IOException {
            byte[] key = {0, (byte) 0xff, (byte) 0xfe};
            byte[] value = {(byte) 0x80, 0, 10};
            CompletableFuture<Written> put = client.putAsync(key, value);
            CompletableFuture<Optional<byte[]>> get = client.getAsync(key);
            Session session = balancer.accept();
            assertThat(session.receive()).isEqualTo(new Message.Put(Key.of(key), Value.of(value)));
            assertThat(session.receive()).isEqualTo(new Message.Get(Key.of(key)));
            session.send(new Message.PutResponse(ErrorCode.NONE, Key.of(key)));
            session.send(new Message.GetResponse(ErrorCode.NONE, Key.of(key), Value.of(value)));
            put.join();
            assertThat(get.join()).hasValueSatisfying(bytes -> assertThat(bytes).isEqualTo(value));
        }

        @Test
        void callerMayChangeItsArraysAfterwards() throws IOException {
            byte[] key = {'k'};
            byte[] value = {'v'};
            CompletableFuture<Written> put = client.putAsync(key, value);
            key[0] = 'x';
            value[0] = 'x';
            Session session = balancer.accept();
            session.expectPut("k", "v");
            session.confirmPut("k");
            put.join();
        }

        @Test
        void callerMayWaitForTheAnswer() throws Exception {
            Thread balancing = new Thread(() -> {
                try {
                    Session session = balancer.accept();
                    session.expectPut("k", "v");
                    session.confirmPut("k");
                    session.expectGet("k");
                    session.answerGet("k", "v");
                    session.expectPut("k", "w");
                    session.confirmPut("k");
                    session.expectGet("k");
                    session.answerGet("k", "w");
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            balancing.start();
            client.put("k", "v");
            assertThat(client.get("k")).contains("v");
            client.put(new byte[] {'k'}, new byte[] {'w'});
            assertThat(client.get(new byte[] {'k'})).hasValue(new byte[] {'w'});
            balancing.join();
        }

        @Test
        void largestValueArrives() throws IOException {
            byte[] value = new byte[65_499];
            Arrays.fill(value, (byte) 7);
            CompletableFuture<Written> put = client.putAsync(new byte[] {'k'}, value);
            CompletableFuture<Optional<byte[]>> get = client.getAsync(new byte[] {'k'});
            Session session = balancer.accept();
            assertThat(session.receive()).isEqualTo(new Message.Put(Key.of("k"), Value.of(value)));
            session.confirmPut("k");
            session.expectGet("k");
            session.send(new Message.GetResponse(ErrorCode.NONE, Key.of("k"), Value.of(value)));
            put.join();
            assertThat(get.join()).hasValueSatisfying(bytes -> assertThat(bytes).isEqualTo(value));
        }
    }

    @Nested
    class Pipelined {
        @Test
        void requestsAreSentWithoutWaitingForAnswers() throws IOException {
            List<CompletableFuture<Optional<String>>> gets = new ArrayList<>();
            for (int i = 0; i < 200; i++) {
                gets.add(client.getAsync("k" + i));
            }
            Session session = balancer.accept();
            for (int i = 0; i < 200; i++) {
                session.expectGet("k" + i);
            }
            for (int i = 0; i < 200; i++) {
                session.answerGet("k" + i, "v" + i);
            }
            for (int i = 0; i < 200; i++) {
                assertThat(gets.get(i).join()).contains("v" + i);
            }
        }

        @Test
        void answersBelongToRequestsInTheirOrder() throws IOException {
            CompletableFuture<Written> first = client.putAsync("k", "v");
            CompletableFuture<Optional<String>> second = client.getAsync("k");
            CompletableFuture<Optional<String>> third = client.getAsync("k");
            Session session = balancer.accept();
            session.expectPut("k", "v");
            session.expectGet("k");
            session.expectGet("k");
            session.confirmPut("k");
            session.answerGet("k", "v");
            first.join();
            assertThat(second.join()).contains("v");
            assertThat(third).isNotDone();
            session.answerGet("k", "w");
            assertThat(third.join()).contains("w");
        }

        @Test
        void answersMayComeInPieces() throws IOException {
            CompletableFuture<Optional<String>> first = client.getAsync("k1");
            CompletableFuture<Optional<String>> second = client.getAsync("k2");
            Session session = balancer.accept();
            session.expectGet("k1");
            session.expectGet("k2");
            byte[] one = FrameCodec.encode(new Message.GetResponse(ErrorCode.NONE, Key.of("k1"), Value.of("v1")));
            byte[] two = FrameCodec.encode(new Message.GetResponse(ErrorCode.NONE, Key.of("k2"), Value.of("v2")));
            byte[] both = Arrays.copyOf(one, one.length + two.length);
            System.arraycopy(two, 0, both, one.length, two.length);
            session.sendBytes(Arrays.copyOfRange(both, 0, one.length + 2));
            assertThat(first.join()).contains("v1");
            session.sendBytes(Arrays.copyOfRange(both, one.length + 2, both.length - 1));
            assertThat(second).isNotDone();
            session.sendBytes(both[both.length - 1]);
            assertThat(second.join()).contains("v2");
        }

        @Test
        void errorTakesThePlaceOfOneAnswer() throws IOException {
            CompletableFuture<Written> put = client.putAsync("k", "v");
            CompletableFuture<Optional<String>> get = client.getAsync("k");
            Session session = balancer.accept();
            session.expectPut("k", "v");
            session.expectGet("k");
            session.sendError(ErrorCode.SERVER_BUSY, "No workers available");
            session.answerGet("k", "v");
            assertThat(failureOf(put)).isInstanceOf(BusyException.class).hasMessageContaining("No workers available");
            assertThat(get.join()).contains("v");
        }

        @Test
        void extensionsAreNoAnswers() throws IOException {
            CompletableFuture<Optional<String>> get = client.getAsync("k");
            Session session = balancer.accept();
            session.expectGet("k");
            session.send(new Message.Heartbeat(1, 0));
            session.sendBytes((byte) 250, (byte) 0, (byte) 1, (byte) 7);
            session.answerGet("k", "v");
            assertThat(get.join()).contains("v");
        }
    }

    @Nested
    class Refused {
        @ParameterizedTest
        @CsvSource({
            "1, dev.kvlb.RefusedException",
            "2, dev.kvlb.RefusedException",
            "4, dev.kvlb.BusyException",
            "5, dev.kvlb.OutcomeUnknownException",
            "6, dev.kvlb.RefusedException",
            "99, dev.kvlb.RefusedException"
        })
        void exceptionTellsWhatToDo(int code, Class<?> exception) throws IOException {
            CompletableFuture<Written> put = client.putAsync("k", "v");
            CompletableFuture<Optional<String>> get = client.getAsync("k");
            Session session = balancer.accept();
            session.expectPut("k", "v");
            session.expectGet("k");
            session.welcome();
            session.sendError(ErrorCode.of(code), "why");
            session.answerGet("k", ErrorCode.of(code));
            assertThat(failureOf(put)).isInstanceOf(exception);
            assertThat(failureOf(get)).isInstanceOf(exception);
        }

        @Test
        void emptyKeyIsLeftToTheServer() throws IOException {
            CompletableFuture<Written> put = client.putAsync("", "v");
            Session session = balancer.accept();
            session.expectPut("", "v");
            session.send(new Message.PutResponse(ErrorCode.INVALID_KEY, Key.of("")));
            assertThat(failureOf(put)).isInstanceOf(RefusedException.class).hasMessageContaining("INVALID_KEY");
        }

        @Test
        void whatNoServerWouldTakeIsNotSent() {
            byte[] tooMuch = new byte[65_501];
            assertThatThrownBy(() -> client.put(new byte[1], tooMuch)).isInstanceOf(RefusedException.class);
            assertThatThrownBy(() -> client.get(tooMuch)).isInstanceOf(RefusedException.class);
            assertThatThrownBy(() -> client.delete(tooMuch)).isInstanceOf(RefusedException.class);
            assertThat(failureOf(client.putAsync(tooMuch, new byte[0]))).isInstanceOf(RefusedException.class);
            assertThat(failureOf(client.getAsync(tooMuch))).isInstanceOf(RefusedException.class);
            assertThat(failureOf(client.deleteAsync(tooMuch))).isInstanceOf(RefusedException.class);
        }

        @Test
        void exceptionPointsAtTheCall() throws Exception {
            Thread balancing = new Thread(() -> {
                try {
                    Session session = balancer.accept();
                    session.expectGet("k");
                    session.sendError(ErrorCode.SERVER_BUSY, "");
                } catch (IOException e) {
                    throw new AssertionError(e);
                }
            });
            balancing.start();
            BusyException thrown = (BusyException) catchThrowable(() -> client.get("k"));
            assertThat(thrown.getStackTrace())
                    .anySatisfy(element -> assertThat(element.getClassName()).startsWith(ClientTest.class.getName()));
            balancing.join();
        }
    }

    @Nested
    class InWhatHangsOnAFuture {
        @Test
        void moreMayBeAskedFor() throws IOException {
            CompletableFuture<Optional<String>> chain =
                    client.getAsync("k1").thenCompose(v -> client.getAsync(v.get()));
            Session session = balancer.accept();
            session.expectGet("k1");
            session.answerGet("k1", "k2");
            session.expectGet("k2");
            session.answerGet("k2", "v");
            assertThat(chain.join()).contains("v");
        }

        @Test
        void waitingForAnAnswerIsAnError() throws IOException {
            CompletableFuture<Optional<String>> chain = client.getAsync("k1").thenApply(v -> client.get("k2"));
            Session session = balancer.accept();
            session.expectGet("k1");
            session.answerGet("k1", "v");
            assertThat(failureOf(chain))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("use getAsync, putAsync and the like");
        }

        @Test
        void cancellingChangesNothingForOthers() throws IOException {
            CompletableFuture<Optional<String>> first = client.getAsync("k1");
            CompletableFuture<Optional<String>> second = client.getAsync("k2");
            assertThat(first.cancel(true)).isTrue();
            Session session = balancer.accept();
            session.expectGet("k1");
            session.expectGet("k2");
            session.answerGet("k1", "v1");
            session.answerGet("k2", "v2");
            assertThat(second.join()).contains("v2");
        }
    }
}
