package dev.kvlb;

/**
 * A value that was found, and where it comes from.
 *
 * <p>Two that hold arrays are equal only where they hold the same array.
 *
 * @param value the value, as a text or as bytes
 * @param version of the put that stored it, as {@link Written#version}; 0 where that is not known, because the balancer
 *     or the worker speaks only the base protocol
 * @param workerId the worker that answered, 0..4,294,967,295; 0 where the balancer does not tell
 */
public record Found<V>(V value, long version, long workerId) {}
