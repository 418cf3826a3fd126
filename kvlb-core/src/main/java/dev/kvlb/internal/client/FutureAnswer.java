package dev.kvlb.internal.client;

import dev.kvlb.KvlbException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The answer as a future, which the thread that brings the answer completes.
 *
 * <p>It has a future rather than being one, so that a client that is never asked for a future does not load the class.
 */
public final class FutureAnswer<T extends @Nullable Object> implements AnswerSink {
    private final CompletableFuture<T> future = new CompletableFuture<>();
    private final Function<byte @Nullable [], T> reading;

    /** Makes a future that reads the bytes of the value, or null where there is none, as what it was asked for. */
    public FutureAnswer(Function<byte @Nullable [], T> reading) {
        this.reading = reading;
    }

    /** Returns the future, always the same. */
    public CompletableFuture<T> future() {
        return future;
    }

    @Override
    public void onAnswer(byte @Nullable [] value) {
        future.complete(reading.apply(value));
    }

    @Override
    public void onFailure(KvlbException failure) {
        future.completeExceptionally(failure);
    }
}
