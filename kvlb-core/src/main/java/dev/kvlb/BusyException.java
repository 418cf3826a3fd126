package dev.kvlb;

import org.jspecify.annotations.Nullable;

/**
 * Thrown where the server is too busy, or the time of a request passed before it was sent: nothing was done.
 *
 * <p>Try again later.
 */
public final class BusyException extends KvlbException {
    private static final long serialVersionUID = 1L;

    /** Makes an exception that says what happened and what to do, and why where that is known. */
    public BusyException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
