package dev.kvlb;

/**
 * What came of a put or a delete.
 *
 * @param version the place of this write in the order of all writes: of two writes of a key, the one with the greater
 *     version is the later one; 0 where the balancer does not tell, because it speaks only the base protocol
 * @param workerId the worker that took it, 0..4,294,967,295; 0 where the balancer does not tell
 */
public record Written(long version, long workerId) {}
