package dev.kvlb.spi;

/** What an array costs in a JVM with compressed references, which one with a heap of less than 32 GiB has. */
final class ArrayMemory {
    static final int HEADER_BYTES = 16;

    private ArrayMemory() {}

    /** Returns the bytes of an array whose elements have so many. */
    static long arrayBytes(long contentBytes) {
        return (HEADER_BYTES + contentBytes + 7) & ~7L;
    }
}
