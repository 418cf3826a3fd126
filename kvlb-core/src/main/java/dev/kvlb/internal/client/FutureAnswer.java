package dev.kvlb.internal.client;

import dev.kvlb.KvlbException;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * The answer as a future, which the thread that brings the answer completes.
 *
 * <p>It has a future rather than being one, so that a client that is never asked for a future does not load the class.
 */
public final class FutureAnswer<T extends @Nullable Object> implements AnswerSink {
    private final CompletableFuture<T> future = new CompletableFuture<>();
    private final Reading<T> reading;

    /** Makes a future of what is read from the answer. */
    public FutureAnswer(Reading<T> reading) {
        this.reading = reading;
    }

    /** Returns the future, always the same. */
    public CompletableFuture<T> future() {
        return future;
    }

    @Override
    public void onAnswer(byte @Nullable [] value, long version, long workerId) {
        future.complete(reading.read(value, version, workerId));
    }

    @Override
    public void onFailure(KvlbException failure) {
        future.completeExceptionally(failure);
    }

    /** Makes of an answer what was asked for; the arguments are those of {@link AnswerSink#onAnswer}. */
    public interface Reading<T extends @Nullable Object> {
        T read(byte @Nullable [] value, long version, long workerId);
    }
}
