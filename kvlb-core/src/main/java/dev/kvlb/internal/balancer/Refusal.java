package dev.kvlb.internal.balancer;

import dev.kvlb.protocol.ErrorCode;

/**
 * That a worker is not let in.
 *
 * @param code {@link ErrorCode#PROTOCOL_ERROR} where that is for good, {@link ErrorCode#SERVER_BUSY} where it may try again
 * @param reason why, and what to do, for people
 */
record Refusal(ErrorCode code, String reason) {
    static Refusal forGood(String reason) {
        return new Refusal(ErrorCode.PROTOCOL_ERROR, reason);
    }

    static Refusal forNow(String reason) {
        return new Refusal(ErrorCode.SERVER_BUSY, reason);
    }
}
