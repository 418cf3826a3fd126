package dev.kvlb;

import org.jspecify.annotations.Nullable;

/**
 * Thrown where a request to the store was not answered as it should have been.
 *
 * <p>There is one subclass for each thing that the caller can do next, so that a {@code catch} is a decision:
 *
 * <ul>
 *   <li>{@link UnreachableException}: nothing was done; see that the balancer runs, then try again;
 *   <li>{@link BusyException}: nothing was done; try again later;
 *   <li>{@link RefusedException}: nothing was done, and the same request will be refused again;
 *   <li>{@link OutcomeUnknownException}: a put or a delete may have been done; read before you write again;
 *   <li>{@link ClosedException}: nothing was done, and this client will do nothing more.
 * </ul>
 */
public abstract sealed class KvlbException extends RuntimeException
        permits BusyException, ClosedException, OutcomeUnknownException, RefusedException, UnreachableException {
    private static final long serialVersionUID = 1L;

    KvlbException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }
}
