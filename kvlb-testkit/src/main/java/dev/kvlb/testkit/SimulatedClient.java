package dev.kvlb.testkit;

import dev.kvlb.Found;
import dev.kvlb.KvlbException;
import dev.kvlb.Written;
import dev.kvlb.internal.client.AnswerSink;
import dev.kvlb.internal.client.ClientOptions;
import dev.kvlb.internal.client.EntryRequest;
import dev.kvlb.internal.client.FutureAnswer;
import dev.kvlb.internal.client.Request;
import dev.kvlb.internal.client.RequestWindow;
import dev.kvlb.internal.link.Endpoint;
import dev.kvlb.simulation.Chance;
import dev.kvlb.simulation.SimHost;
import dev.kvlb.simulation.SimProcess;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A client of a {@link SimulatedCluster}: asks as {@link dev.kvlb.Client} does, with its times and its exceptions.
 *
 * <p>Where a method waits for an answer, simulated time passes until that has come; a future is complete when enough of
 * it has passed. For the one thread of its cluster.
 */
public final class SimulatedClient implements AutoCloseable {
    /** More than any request takes, answered or not. */
    private static final Duration ANSWER_MAX = Duration.ofMinutes(10);

    private final SimulatedWorld world;
    private final SimProcess process;
    private final RequestWindow window;
    private final SimulatedClientCore core;

    SimulatedClient(SimulatedWorld world, SimHost host, String name, Endpoint balancer) {
        this.world = world;
        this.process = world.newProcess(name, host);
        ClientOptions options = SimulatedSettings.client(balancer);
        this.window = new RequestWindow(options.inFlightMax());
        Chance chance = world.newChance();
        this.core = new SimulatedClientCore(process, balancer, options, window, chance.any(), process.clockNanos());
        process.start(core, () -> {});
    }

    /**
     * Stores a value under a key, both as UTF-8, and waits until that is done.
     *
     * @param key what the value is stored under, 1..65,500 bytes with the value
     * @param value what is stored; may be empty
     * @return the version that it was stored with, and by which worker
     * @throws KvlbException if it is not done in time
     */
    public Written put(String key, String value) {
        return await(putAsync(key, value));
    }

    /**
     * {@return the value of a key, or empty where there is none; the key as UTF-8, the value read as UTF-8}
     *
     * @param key what is looked up
     * @throws KvlbException if there is no answer in time
     */
    public Optional<String> get(String key) {
        return await(getAsync(key));
    }

    /**
     * {@return the value of a key with its version and who answered, or empty where there is none; the key as UTF-8,
     * the value read as UTF-8}
     *
     * @param key what is looked up
     * @throws KvlbException if there is no answer in time
     */
    public Optional<Found<String>> find(String key) {
        return await(findAsync(key));
    }

    /**
     * Deletes what is stored under a key, read as UTF-8, and waits until that is done; also where nothing is stored.
     *
     * @param key what is deleted
     * @return the version that it was deleted with, and by which worker
     * @throws KvlbException if it is not done in time
     */
    public Written delete(String key) {
        return await(deleteAsync(key));
    }

    /**
     * Stores a value under a key, both as UTF-8; the future is complete when that is done.
     *
     * @param key what the value is stored under
     * @param value what is stored; may be empty
     * @return a future of the version that it was stored with, and by which worker
     */
    public CompletableFuture<Written> putAsync(String key, String value) {
        FutureAnswer<Written> answer = new FutureAnswer<>((none, version, worker) -> new Written(version, worker));
        return ask(sink -> EntryRequest.put(utf8(key), utf8(value), sink), answer);
    }

    /**
     * Brings the value of a key, or empty where there is none; the key as UTF-8, the value read as UTF-8.
     *
     * @param key what is looked up
     * @return a future of the value
     */
    public CompletableFuture<Optional<String>> getAsync(String key) {
        FutureAnswer<Optional<String>> answer = new FutureAnswer<>((value, version, worker) -> text(value));
        return ask(sink -> EntryRequest.get(utf8(key), sink), answer);
    }

    /**
     * Brings the value of a key with its version and who answered, or empty; the key as UTF-8, the value as UTF-8.
     *
     * @param key what is looked up
     * @return a future of what was found
     */
    public CompletableFuture<Optional<Found<String>>> findAsync(String key) {
        FutureAnswer<Optional<Found<String>>> answer = new FutureAnswer<>(
                (value, version, worker) -> text(value).map(found -> new Found<>(found, version, worker)));
        return ask(sink -> EntryRequest.get(utf8(key), sink), answer);
    }

    /**
     * Deletes what is stored under a key, read as UTF-8; the future is complete when that is done.
     *
     * @param key what is deleted
     * @return a future of the version that it was deleted with, and by which worker
     */
    public CompletableFuture<Written> deleteAsync(String key) {
        FutureAnswer<Written> answer = new FutureAnswer<>((none, version, worker) -> new Written(version, worker));
        return ask(sink -> EntryRequest.delete(utf8(key), sink), answer);
    }

    private <T> CompletableFuture<T> ask(Function<AnswerSink, Request> question, FutureAnswer<T> answer) {
        Request request;
        try {
            request = question.apply(answer);
        } catch (KvlbException e) {
            answer.onFailure(e);
            return answer.future();
        }
        if (process.isOver()) {
            throw new IllegalStateException("the client is closed");
        }
        if (!world.runUntil(window::takeAtOnce, ANSWER_MAX)) {
            throw new AssertionError(request + ": no place within " + ANSWER_MAX);
        }
        core.add(request, process.clockNanos());
        process.wake();
        return answer.future();
    }

    private <T> T await(CompletableFuture<T> answer) {
        if (!world.runUntil(answer::isDone, ANSWER_MAX)) {
            throw new AssertionError("no answer within " + ANSWER_MAX);
        }
        try {
            return answer.join();
        } catch (CompletionException e) {
            if (e.getCause() instanceof KvlbException failure) {
                // What helps is where the call was.
                failure.fillInStackTrace();
                throw failure;
            }
            throw e;
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static Optional<String> text(byte @Nullable [] value) {
        return value == null ? Optional.empty() : Optional.of(new String(value, StandardCharsets.UTF_8));
    }

    /** Ends it: what is under way fails, and its connection breaks. Closing again does nothing. */
    @Override
    public void close() {
        if (!process.isOver()) {
            process.die(0);
            core.end();
        }
    }
}
