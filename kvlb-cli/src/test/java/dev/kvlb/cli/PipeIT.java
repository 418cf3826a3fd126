package dev.kvlb.cli;

import static dev.kvlb.cli.Patience.PATIENCE;
import static dev.kvlb.cli.Patience.await;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.Key;
import dev.kvlb.protocol.Message;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** The built command as a process: kvlb pipe. */
class PipeIT {
    /** How many entries are under way on one connection. */
    private static final int WINDOW = 128;

    private static byte[] lines(int count) {
        return IntStream.range(0, count)
                .mapToObj(i -> "k" + i + "\tvalue " + i + "\n")
                .collect(Collectors.joining())
                .getBytes(UTF_8);
    }

    @Test
    void everythingIsStoredAndOfOneKeyTheLast() {
        try (Cluster cluster = new Cluster(2)) {
            byte[] input = (new String(lines(20_000), UTF_8)
                            + IntStream.range(0, 500)
                                    .mapToObj(i -> "same\t" + i + "\n")
                                    .collect(Collectors.joining()))
                    .getBytes(UTF_8);

            assertThat(cluster.run(input, "pipe").isDone().out()).isEqualTo("errors: 0, replies: 20500\n");
            assertThat(cluster.run("get", "k19999").isDone().out()).isEqualTo("value 19999\n");
            assertThat(cluster.run("get", "same").isDone().out()).isEqualTo("499\n");
            assertThat(cluster.run("1:a,3:\n\t,,".getBytes(UTF_8), "pipe", "--format", "netstring", "-q")
                            .isDone()
                            .out())
                    .isEmpty();
            assertThat(cluster.run("get", "--raw", "a").isDone().out()).isEqualTo("\n\t,");
        }
    }

    @Test
    void eachErrorIsToldWithItsLineAndTheRestIsStored() {
        try (Cluster cluster = new Cluster(1)) {
            String input = "a\t1\nnonsense\n\tno key\n" + "x".repeat(70_000) + "\t1\nb\t2\n";
            Kvlb.Ended ended = cluster.run(input.getBytes(UTF_8), "pipe");

            assertThat(ended.out()).isEqualTo("errors: 3, replies: 2\n");
            assertThat(ended.err())
                    .hasLineCount(3)
                    .contains(
                            "line 2: there is no TAB",
                            "line 3: ",
                            "line 4: key and value have at most 65500 bytes together: 70001");
            assertThat(ended.status()).isEqualTo(1);
            assertThat(cluster.run("get", "b").isDone().out()).isEqualTo("2\n");
        }
    }

    @Test
    void tenErrorsAreShownAndTheRestIsCounted() throws IOException {
        Message busy = new Message.Error(ErrorCode.SERVER_BUSY, "No workers available");
        try (FakeBalancer balancer = FakeBalancer.extended(request -> busy)) {
            Kvlb.Ended ended = Kvlb.run(lines(1_000), "pipe", "--balancer", balancer.address());

            assertThat(ended.out()).isEqualTo("errors: 1000, replies: 0\n");
            assertThat(ended.err()).hasLineCount(11).endsWith("kvlb: 990 more errors are not shown\n");
            assertThat(ended.status()).isEqualTo(1);
        }
    }

    @Test
    void noBalancerIsStatus3AndEndsTheReading() throws IOException {
        String unused;
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            unused = "127.0.0.1:" + socket.getLocalPort();
        }
        // Its input stays open: it ends all the same, once it has one more line than it could send.
        try (Kvlb kvlb = Kvlb.start("pipe", "--balancer", unused)) {
            kvlb.type("a\t1\n".getBytes(UTF_8));
            kvlb.awaitError("line 1: ");
            kvlb.type("b\t1\n".getBytes(UTF_8));
            Kvlb.Ended ended = kvlb.end();

            assertThat(ended.out()).isEqualTo("errors: 1, replies: 0\n");
            assertThat(ended.err()).contains("see that a balancer runs there", "what came behind was not read");
            assertThat(ended.status()).isEqualTo(3);
        }
    }

    @Test
    void nothingIsSentBeyondTheWindowUntilAnAnswerComes() throws IOException {
        try (FakeBalancer balancer = FakeBalancer.holding(WINDOW, PipeIT::stored)) {
            byte[] input = lines(3 * WINDOW);

            assertThat(Kvlb.run(input, "pipe", "--connections", "1", "--balancer", balancer.address())
                            .isDone()
                            .out())
                    .isEqualTo("errors: 0, replies: " + 3 * WINDOW + "\n");
            assertThat(balancer.wasSentMore()).isFalse();
        }
    }

    @Test
    void whatIsThereIsSentBeforeMoreIsWaitedFor() throws IOException {
        try (FakeBalancer balancer = FakeBalancer.extended(PipeIT::stored);
                Kvlb kvlb = Kvlb.start("pipe", "--balancer", balancer.address())) {
            kvlb.type("a\t1\n".getBytes(UTF_8));
            await().until(() -> balancer.requests().size() == 1);

            kvlb.closeInput();
            assertThat(kvlb.end().isDone().out()).isEqualTo("errors: 0, replies: 1\n");
        }
    }

    /** Of two connections the key a goes to one, and b to the other. */
    @Test
    void whatIsThereForOthersIsSentBeforeAFullConnectionIsWaitedFor() throws IOException {
        CountDownLatch b = new CountDownLatch(1);
        Function<Message, Message> inTurn = request -> {
            if (((Message.Put) request).key().equals(Key.of("b"))) {
                b.countDown();
            }
            try {
                return b.await(PATIENCE.toSeconds(), TimeUnit.SECONDS) ? stored(request) : null;
            } catch (InterruptedException e) {
                throw new AssertionError(e);
            }
        };
        byte[] input = ("b\tv\n" + "a\tv\n".repeat(WINDOW + 1)).getBytes(UTF_8);
        try (FakeBalancer balancer = FakeBalancer.extended(inTurn)) {
            assertThat(Kvlb.run(input, "pipe", "--connections", "2", "--balancer", balancer.address())
                            .isDone()
                            .out())
                    .isEqualTo("errors: 0, replies: " + (WINDOW + 2) + "\n");
        }
    }

    @Test
    void whatWasUnderWayOnALostConnectionMayHaveBeenStoredAndTheRestGoesOnAnotherOne() throws IOException {
        AtomicInteger asked = new AtomicInteger();
        try (FakeBalancer balancer = FakeBalancer.extended(put -> asked.incrementAndGet() == 3 ? null : stored(put));
                Kvlb kvlb = Kvlb.start("pipe", "--connections", "1", "--balancer", balancer.address())) {
            kvlb.type(lines(5));
            await().until(() -> asked.get() == 3);
            // The first of these may still be written to the connection that is gone.
            await().until(() -> {
                kvlb.type("again\tv\n".getBytes(UTF_8));
                return asked.get() > 3;
            });
            kvlb.closeInput();
            Kvlb.Ended ended = kvlb.end();

            assertThat(ended.err())
                    .contains("line 3: the connection was lost before the answer came", "it may have been stored")
                    .doesNotContain("line 2: ");
            assertThat(ended.status()).isEqualTo(1);
        }
    }

    @Test
    void noAnswerInTimeIsAnError() throws Exception {
        CountDownLatch over = new CountDownLatch(1);
        Function<Message, Message> silent = put -> {
            try {
                over.await();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
            return null;
        };
        try (FakeBalancer balancer = FakeBalancer.extended(silent)) {
            Kvlb.Ended ended = Kvlb.run(lines(1), "pipe", "--timeout", "50ms", "--balancer", balancer.address());

            assertThat(ended.out()).isEqualTo("errors: 1, replies: 0\n");
            assertThat(ended.err()).contains("line 1: ", "no answer within 50 ms", "it may have been stored");
            assertThat(ended.status()).isEqualTo(1);
        } finally {
            over.countDown();
        }
    }

    private static Message stored(Message put) {
        return new Message.PutResponse(ErrorCode.NONE, ((Message.Put) put).key());
    }

    @Test
    void badOptionsAreNamed() {
        OneShotIT.assertUsage(Kvlb.run("pipe", "--format", "csv"), "must be one of tsv, json, netstring: \"csv\"");
        OneShotIT.assertUsage(Kvlb.run("pipe", "--connections", "65"), "--connections must be 1 to 64: 65");
        OneShotIT.assertUsage(Kvlb.run("pipe", "--timeout", "0s"), "--timeout: ");
    }
}
