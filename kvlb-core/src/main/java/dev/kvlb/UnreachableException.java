package dev.kvlb;

import org.jspecify.annotations.Nullable;

/**
 * Thrown where there was no connection to the balancer: nothing was done.
 *
 * <p>See that the balancer runs and that its address is right, then try again.
 */
public final class UnreachableException extends KvlbException {
    private static final long serialVersionUID = 1L;

    /** Makes an exception that says what happened and what to do, and why where that is known. */
    public UnreachableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
