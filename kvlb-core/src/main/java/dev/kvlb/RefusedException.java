package dev.kvlb;

import dev.kvlb.protocol.ErrorCode;
import org.jspecify.annotations.Nullable;

/**
 * Thrown where a request was refused: nothing was done, and the same request will be refused again.
 *
 * <p>The code says what to change: the key, the value, or the program that was talked to.
 */
public final class RefusedException extends KvlbException {
    private static final long serialVersionUID = 1L;

    /** The code of {@link #errorCode()}, which itself can't be serialized. */
    private final int code;

    /**
     * Makes an exception.
     *
     * @param errorCode what the server said
     * @param message what happened and what to do, with the value that it is about
     * @param cause why, or null where that is not known
     */
    public RefusedException(ErrorCode errorCode, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.code = errorCode.code();
    }

    /** {@return why: {@code INVALID_KEY}, {@code INVALID_VALUE}, {@code PROTOCOL_ERROR}, or what else the server said} */
    public ErrorCode errorCode() {
        return ErrorCode.of(code);
    }
}
