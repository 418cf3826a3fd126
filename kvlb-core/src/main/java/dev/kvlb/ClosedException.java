package dev.kvlb;

import org.jspecify.annotations.Nullable;

/**
 * Thrown where a client was closed before the request was sent, or before a get was answered: nothing was done.
 */
public final class ClosedException extends KvlbException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param message what happened and what to do, with the value that it is about
     * @param cause why, or null where that is not known
     */
    public ClosedException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
