package dev.kvlb.internal.client;

import dev.kvlb.KvlbException;
import org.jspecify.annotations.Nullable;

/** Takes what came of one request: exactly one call, on a thread of the client or on the one that closes it. */
public interface AnswerSink {
    /** Takes the value that was asked for; null for a put, and where there is no value. */
    void onAnswer(byte @Nullable [] value);

    /** Takes the reason why there is no answer. */
    void onFailure(KvlbException failure);
}
