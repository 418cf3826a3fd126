package dev.kvlb.cli;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.cli.call.Invocation;
import dev.kvlb.cli.oneshot.FastPath;
import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.Key;
import dev.kvlb.protocol.Message;
import dev.kvlb.protocol.Value;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CountDownLatch;
import java.util.function.Function;
import java.util.function.ToIntFunction;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What the process begins with and the command line say the same of the same arguments and answers. */
class FastPathTest {
    private static final Message PUT_DONE = new Message.PutResponse(ErrorCode.NONE, Key.of("k"));
    private static final Message VALUE = got(ErrorCode.NONE, "k", "v");

    private static Message got(ErrorCode result, String key, String value) {
        return new Message.GetResponse(result, Key.of(key), Value.of(value));
    }

    private static Message error(ErrorCode code) {
        return new Message.Error(code, "why\nnot");
    }

    /** Arguments, the answer of the balancer (null: it hangs up), and the status. */
    static Stream<Arguments> cases() {
        String tooLong = "x".repeat(65_501);
        return Stream.of(
                row(0, VALUE, "get", "k"),
                row(0, VALUE, "get", "--raw", "k"),
                row(0, VALUE, "get", "k", "--raw"),
                row(0, VALUE, "get", "--", "k"),
                row(0, VALUE, "get", "k", "--"),
                row(0, VALUE, "--verbose", "get", "k"),
                row(0, VALUE, "get", "--help"),
                row(0, got(ErrorCode.NONE, "k", ""), "get", "k"),
                row(0, got(ErrorCode.NONE, "ключ", "値 \u0000"), "get", "ключ"),
                row(1, got(ErrorCode.KEY_NOT_FOUND, "k", ""), "get", "k"),
                row(5, got(ErrorCode.INVALID_KEY, "k", ""), "get", "k"),
                row(4, got(ErrorCode.SERVER_BUSY, "k", ""), "get", "k"),
                row(5, got(ErrorCode.of(99), "k", ""), "get", "k"),
                row(5, got(ErrorCode.NONE, "other", "v"), "get", "k"),
                row(5, PUT_DONE, "get", "k"),
                row(5, new Message.WorkerRegistryEnd(), "get", "k"),
                row(4, error(ErrorCode.SERVER_BUSY), "get", "k"),
                row(6, error(ErrorCode.NETWORK_ERROR), "get", "k"),
                row(5, error(ErrorCode.of(42)), "get", "k"),
                row(5, error(ErrorCode.NONE), "get", "k"),
                row(5, VALUE, "get", ""),
                row(2, VALUE, "get"),
                row(0, VALUE, "get", "k", "k"),
                row(0, VALUE, "get", "-q", "k"),
                row(2, VALUE, "get", "-k"),
                row(2, VALUE, "get", "k\uFFFD"),
                row(2, VALUE, "get", "--frob", "k"),
                row(2, VALUE, "get", "--balancer", "localhost", "k"),
                row(2, VALUE, "get", "--balancer=", "k"),
                row(2, VALUE, "get", "k", "--balancer"),
                row(5, VALUE, "get", tooLong),
                row(0, PUT_DONE, "put", "k", "v"),
                row(0, PUT_DONE, "put", "k", ""),
                row(0, PUT_DONE, "put", "k", "-"),
                row(0, PUT_DONE, "put", "k", "-5"),
                row(0, PUT_DONE, "put", "k", "--", "-"),
                row(0, PUT_DONE, "put", "--", "k", "--raw"),
                row(0, PUT_DONE, "put", "k", "\"@%n${x}\""),
                row(2, PUT_DONE, "put", "k"),
                row(2, PUT_DONE, "put", "k", "a", "b"),
                row(2, PUT_DONE, "put", "--raw", "k", "v"),
                row(4, new Message.PutResponse(ErrorCode.SERVER_BUSY, Key.of("k")), "put", "k", "v"),
                row(5, new Message.PutResponse(ErrorCode.INVALID_VALUE, Key.of("k")), "put", "k", "v"),
                row(6, new Message.PutResponse(ErrorCode.NETWORK_ERROR, Key.of("k")), "put", "k", "v"),
                row(4, error(ErrorCode.SERVER_BUSY), "put", "k", "v"),
                row(6, error(ErrorCode.NETWORK_ERROR), "put", "k", "v"),
                row(6, VALUE, "put", "k", "v"),
                row(6, new Message.Shutdown(), "put", "k", "v"),
                row(6, null, "put", "k", "v"),
                row(5, PUT_DONE, "put", "k", tooLong),
                row(2, PUT_DONE, "delete"),
                row(5, PUT_DONE, "delete", "a", "b"),
                row(5, PUT_DONE, "delete", "k"),
                row(2, PUT_DONE, "gte", "k"));
    }

    /** The same of one that speaks the extensions. */
    static Stream<Arguments> extendedCases() {
        Key key = Key.of("k");
        return Stream.of(
                row(0, new Message.DeleteResponse(ErrorCode.NONE, key), "delete", "k"),
                row(0, new Message.VersionedDeleteResponse(ErrorCode.NONE, 1, 7, key), "delete", "k"),
                row(0, new Message.DeleteResponse(ErrorCode.NONE, key), "delete", "--", "k"),
                row(0, new Message.DeleteResponse(ErrorCode.NONE, key), "delete", "k", "--verbose"),
                row(4, new Message.DeleteResponse(ErrorCode.SERVER_BUSY, key), "delete", "k"),
                row(5, new Message.DeleteResponse(ErrorCode.INVALID_KEY, key), "delete", "k"),
                row(4, error(ErrorCode.SERVER_BUSY), "delete", "k"),
                row(6, error(ErrorCode.NETWORK_ERROR), "delete", "k"),
                row(6, null, "delete", "k"),
                row(0, new Message.VersionedGetResponse(ErrorCode.NONE, 1, 7, key, Value.of("v")), "get", "k"),
                row(0, new Message.VersionedPutResponse(ErrorCode.NONE, 1, 7, key), "put", "k", "v"));
    }

    private static Arguments row(int status, Message answer, String... arguments) {
        return Arguments.of(status, answer, List.of(arguments));
    }

    @ParameterizedTest
    @MethodSource("cases")
    void bothWaysSayTheSame(int status, Message answer, List<String> arguments) throws IOException {
        try (FakeBalancer balancer = new FakeBalancer(request -> answer)) {
            assertSame(status, Map.of("KVLB_BALANCER", balancer.address()), arguments);
        }
    }

    @ParameterizedTest
    @MethodSource("extendedCases")
    void bothWaysSayTheSameOfTheExtensions(int status, Message answer, List<String> arguments) throws IOException {
        try (FakeBalancer balancer = FakeBalancer.extended(request -> answer)) {
            assertSame(status, Map.of("KVLB_BALANCER", balancer.address()), arguments);
        }
    }

    @Test
    void bothWaysSayTheSameOfABalancerThatIsNotThere() throws IOException {
        String unused;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            unused = "127.0.0.1:" + socket.getLocalPort();
        }

        assertSame(3, Map.of(), List.of("put", "--balancer=" + unused, "k", "v"));
        assertSame(3, Map.of("KVLB_BALANCER", unused), List.of("get", "k"));
        assertSame(3, Map.of(), List.of("delete", "k", "--balancer", unused));
        assertSame(3, Map.of(), List.of("get", "--balancer", "no-such-host.invalid:5059", "k"));
        assertSame(2, Map.of("KVLB_BALANCER", "nonsense"), List.of("get", "k"));
    }

    @Test
    void bothWaysSayTheSameWhereNoAnswerComes() throws IOException {
        CountDownLatch never = new CountDownLatch(1);
        try (FakeBalancer balancer = new FakeBalancer(request -> {
            awaitQuietly(never);
            return null;
        })) {
            assertSame(6, Map.of("KVLB_BALANCER", balancer.address()), List.of("put", "k", "v"));
        }
        never.countDown();
    }

    @Test
    void whatIsPlainTakesTheFastWayAndWhatIsNotDoesNot() {
        assertThat(path("get", "k")).isNotNull();
        assertThat(path("get", "--raw", "k", "--balancer", "h:1")).isNotNull();
        assertThat(path("put", "ключ", "値")).isNotNull();
        assertThat(path("delete", "--balancer=h:1", "k")).isNotNull();
        assertThat(path("put", "k", "-")).isNull();
        assertThat(path("get", "--verbose", "k")).isNull();
        assertThat(path("status")).isNull();
    }

    @Test
    void aRequestIsSentOnce() throws IOException {
        Function<Message, Message> busy = request -> error(ErrorCode.SERVER_BUSY);
        try (FakeBalancer balancer = FakeBalancer.extended(busy)) {
            for (List<String> arguments : List.of(List.of("put", "k", "v"), List.of("delete", "k"))) {
                run(Main::run, Map.of("KVLB_BALANCER", balancer.address()), arguments);
            }

            assertThat(balancer.requests())
                    .containsExactly(new Message.Put(Key.of("k"), Value.of("v")), new Message.Delete(Key.of("k")));
        }
    }

    private static FastPath path(String... arguments) {
        return FastPath.of(Invocation.ofProcess(arguments));
    }

    private static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void assertSame(int status, Map<String, String> environment, List<String> arguments) {
        Kvlb.Ended whole = run(KvlbCommand::run, environment, arguments);
        Kvlb.Ended fast = run(Main::run, environment, arguments);

        assertThat(fast.err()).isEqualTo(whole.err());
        assertThat(fast.bytes()).isEqualTo(whole.bytes());
        assertThat(fast.status()).isEqualTo(whole.status()).isEqualTo(status);
    }

    private static Kvlb.Ended run(
            ToIntFunction<Invocation> way, Map<String, String> environment, List<String> arguments) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        int status = way.applyAsInt(new Invocation(
                arguments,
                environment,
                new ByteArrayInputStream("from stdin".getBytes(UTF_8)),
                out,
                new PrintStream(err, true, UTF_8)));
        return new Kvlb.Ended(status, out.toByteArray(), err.toString(UTF_8));
    }
}
