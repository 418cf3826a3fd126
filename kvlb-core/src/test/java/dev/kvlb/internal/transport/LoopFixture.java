package dev.kvlb.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.internal.link.Core;
import dev.kvlb.internal.link.Endpoint;
import dev.kvlb.internal.link.Link;
import dev.kvlb.protocol.Key;
import dev.kvlb.protocol.Message;
import dev.kvlb.protocol.Value;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Function;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;

/** A loop, and peers that connect to it over loopback. */
abstract class LoopFixture {
    /** How long a test waits for what should come at once. */
    static final long PATIENCE_SECONDS = 60;

    static final Endpoint ANY_PORT = new Endpoint("127.0.0.1", 0);

    private final CompletableFuture<Throwable> failed = new CompletableFuture<>();
    private final List<AutoCloseable> toClose = new ArrayList<>();
    private final TestCore core = new TestCore();
    EventLoop loop;
    private boolean failureExpected;

    @BeforeEach
    void makeLoop() throws IOException {
        loop = new EventLoop("test-loop", failed::complete);
    }

    @AfterEach
    void closeAll() throws Exception {
        for (AutoCloseable each : toClose) {
            each.close();
        }
        loop.close();
        if (!failureExpected) {
            assertThat(loop.failure()).isNull();
        }
    }

    /** Starts a core that does nothing. */
    void start() {
        start(core);
    }

    void start(Core core) {
        loop.start(core);
    }

    /** Listens on a free port, with a handler for each connection; they come out of the queue that is returned. */
    <H extends TestHandler> Server<H> listen(Function<Link, H> handlers) throws IOException {
        return listen(handlers, 1_000);
    }

    <H extends TestHandler> Server<H> listen(Function<Link, H> handlers, int connectionsMax) throws IOException {
        LinkedBlockingQueue<H> accepted = new LinkedBlockingQueue<>();
        Endpoint endpoint = loop.listen(
                ANY_PORT,
                link -> {
                    H handler = handlers.apply(link);
                    accepted.add(handler);
                    return handler;
                },
                connectionsMax);
        return new Server<>(endpoint, accepted);
    }

    TestPeer connect(Endpoint endpoint) throws IOException {
        return closeLater(TestPeer.connect(endpoint));
    }

    <T extends AutoCloseable> T closeLater(T resource) {
        toClose.add(resource);
        return resource;
    }

    /** Runs something on the loop's thread and returns its result. */
    <T> T onLoop(Callable<T> task) throws Exception {
        CompletableFuture<T> result = new CompletableFuture<>();
        boolean taken = loop.execute(() -> {
            try {
                result.complete(task.call());
            } catch (Exception e) {
                result.completeExceptionally(e);
            }
        });
        assertThat(taken).isTrue();
        return get(result);
    }

    void onLoop(Runnable task) throws Exception {
        onLoop(() -> {
            task.run();
            return true;
        });
    }

    /** Waits until the loop has been through whole turns: what was due at once has happened then. */
    void passTurns() throws Exception {
        for (int i = 0; i < 5; i++) {
            onLoop(() -> {});
        }
    }

    /** The loop waits, and does not go round and round: for loops that {@link #start()} has started. */
    void assertAtRest() throws Exception {
        passTurns();
        CompletableFuture<Integer> turns = onLoop(() -> core.countTurns(TimeUnit.MILLISECONDS.toNanos(100)));
        // The one at the end of the time, and some that the selector may add without a reason.
        assertThat(get(turns)).isLessThanOrEqualTo(5);
    }

    /** Returns what ended the loop, after waiting for it. */
    Throwable failure() throws Exception {
        failureExpected = true;
        return get(failed);
    }

    static <T> T get(CompletableFuture<T> future) throws Exception {
        try {
            return future.get(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (ExecutionException | CompletionException | TimeoutException e) {
            throw new AssertionError("waited in vain", e);
        }
    }

    static Message get(int number) {
        return new Message.Get(Key.of("key-" + number));
    }

    static Message put(int number, int valueBytes) {
        return new Message.Put(Key.of("key-" + number), Value.of("v".repeat(valueBytes)));
    }

    /** A port that the loop listens on. */
    record Server<H>(Endpoint endpoint, LinkedBlockingQueue<H> accepted) {
        H next() throws InterruptedException {
            H handler = accepted.poll(PATIENCE_SECONDS, TimeUnit.SECONDS);
            assertThat(handler).as("handler of the next connection").isNotNull();
            return handler;
        }
    }
}
