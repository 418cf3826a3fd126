package dev.kvlb;

import org.jspecify.annotations.Nullable;

/**
 * Thrown where the server is too busy, or the time of a request passed before it was sent: nothing was done.
 *
 * <p>Try again later.
 */
public final class BusyException extends KvlbException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param message what happened and what to do, with the value that it is about
     * @param cause why, or null where that is not known
     */
    public BusyException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
