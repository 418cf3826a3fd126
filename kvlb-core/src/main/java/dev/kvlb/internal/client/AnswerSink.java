package dev.kvlb.internal.client;

import dev.kvlb.KvlbException;
import org.jspecify.annotations.Nullable;

/** Takes what came of one request: exactly one call, on a thread of the client or on the one that closes it. */
public interface AnswerSink {
    /**
     * Takes the answer.
     *
     * @param value what was asked for; null where nothing is stored, and for what asks for no value
     * @param version of the write that this is, or that the value comes from; 0 where it is not known
     * @param workerId who answered; 0 where that is not known
     */
    void onAnswer(byte @Nullable [] value, long version, long workerId);

    /** Takes the reason why there is no answer. */
    void onFailure(KvlbException failure);
}
