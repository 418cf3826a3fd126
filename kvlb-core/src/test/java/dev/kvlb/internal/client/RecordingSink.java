package dev.kvlb.internal.client;

import dev.kvlb.KvlbException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Keeps what came of one request, for tests. */
final class RecordingSink implements AnswerSink {
    private final List<String> told = new ArrayList<>();
    private @Nullable KvlbException failure;

    @Override
    public void onAnswer(byte @Nullable [] value) {
        told.add(value == null ? "nothing" : new String(value, StandardCharsets.UTF_8));
    }

    @Override
    public void onFailure(KvlbException failure) {
        told.add(failure.getClass().getSimpleName());
        this.failure = failure;
    }

    /** Returns what was told: a value, {@code nothing}, or the name of an exception. */
    List<String> told() {
        return told;
    }

    @Nullable KvlbException failure() {
        return failure;
    }
}
