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
    public void onAnswer(byte @Nullable [] value, long version, long workerId) {
        String text = value == null ? "nothing" : new String(value, StandardCharsets.UTF_8);
        told.add(version == 0 && workerId == 0 ? text : text + ", version " + version + " from worker " + workerId);
    }

    @Override
    public void onFailure(KvlbException failure) {
        told.add(failure.getClass().getSimpleName());
        this.failure = failure;
    }

    /** Returns what was told: a value or {@code nothing}, with its version where that is known; the name of an exception. */
    List<String> told() {
        return told;
    }

    @Nullable KvlbException failure() {
        return failure;
    }
}
