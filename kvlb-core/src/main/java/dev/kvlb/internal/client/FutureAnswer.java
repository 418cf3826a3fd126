package dev.kvlb.internal.client;

import dev.kvlb.KvlbException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** The answer as a future, which the thread that brings the answer completes. */
public final class FutureAnswer<T extends @Nullable Object> extends CompletableFuture<T> implements AnswerSink {
    private final Function<byte @Nullable [], T> reading;

    /** Makes a future that reads the bytes of the value, or null where there is none, as what it was asked for. */
    public FutureAnswer(Function<byte @Nullable [], T> reading) {
        this.reading = reading;
    }

    @Override
    public void onAnswer(byte @Nullable [] value) {
        complete(reading.apply(value));
    }

    @Override
    public void onFailure(KvlbException failure) {
        completeExceptionally(failure);
    }
}
