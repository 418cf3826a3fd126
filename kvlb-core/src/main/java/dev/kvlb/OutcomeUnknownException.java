package dev.kvlb;

import org.jspecify.annotations.Nullable;

/**
 * Thrown where a request was sent and what came of it is unknown: no answer came in time, the connection was lost, or the
 * server could not tell.
 *
 * <p>A put or a delete may have been done, or may still be: read before you write again. A get can be repeated.
 */
public final class OutcomeUnknownException extends KvlbException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param message what happened and what to do, with the value that it is about
     * @param cause why, or null where that is not known
     */
    public OutcomeUnknownException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
