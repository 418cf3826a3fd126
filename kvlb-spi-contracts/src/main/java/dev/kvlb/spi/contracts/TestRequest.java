package dev.kvlb.spi.contracts;

import dev.kvlb.spi.RequestQueue.Request;

/**
 * A request for a test to put in a queue. Two are equal that have the same of everything.
 *
 * @param number what it is told from others by
 * @param isWrite whether it changes data
 * @param keyHash a hash of its key
 * @param payloadBytes bytes of its key and value together, 1 or more
 */
public record TestRequest(int number, boolean isWrite, int keyHash, int payloadBytes) implements Request {
    /**
     * {@return a request of 80 bytes on a key of its own: a write where the number is even, else a read}
     *
     * @param number what it is told from others by
     */
    public static TestRequest numbered(int number) {
        return new TestRequest(number, number % 2 == 0, number, 80);
    }
}
