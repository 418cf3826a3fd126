package dev.kvlb.benchmarks.compare;

import org.jspecify.annotations.Nullable;

/**
 * A store that is measured, with its own Java client; made, it runs, and closed, it and its processes are gone.
 *
 * <p>{@link #get}, {@link #put} and {@link #window} are safe for use by several threads.
 */
interface Store extends AutoCloseable {
    /** Returns the value of a key, or null where there is none. */
    byte @Nullable [] get(String key) throws Exception;

    /** Stores a value, and returns when the store says that it has it. */
    void put(String key, byte[] value) throws Exception;

    /** Returns whether its client can have several requests of one thread under way. */
    default boolean hasWindows() {
        return true;
    }

    /**
     * Returns what keeps up to so many requests of one thread under way.
     *
     * @throws UnsupportedOperationException if its client can't
     */
    Window window(int inFlight);

    @Override
    void close();
}
