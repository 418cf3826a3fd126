package dev.kvlb.benchmarks.compare;

/** The requests that one thread has under way at the same time. For one thread. */
interface Window {
    /** Asks for a value, once there is room. */
    void get(String key) throws Exception;

    /** Has a value stored, once there is room. */
    void put(String key, byte[] value) throws Exception;

    /** Waits for the answers to all that is under way. */
    void await() throws Exception;
}
