package dev.kvlb;

import org.jspecify.annotations.Nullable;

/**
 * Thrown where there was no connection to the balancer: nothing was done.
 *
 * <p>See that the balancer runs and that its address is right, then try again.
 */
public final class UnreachableException extends KvlbException {
    private static final long serialVersionUID = 1L;

    /**
     * Makes an exception.
     *
     * @param message what happened and what to do, with the value that it is about
     * @param cause why, or null where that is not known
     */
    public UnreachableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
