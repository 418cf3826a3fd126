package dev.kvlb.cli.bench;

import dev.kvlb.protocol.FrameWriter;
import java.io.IOException;

/**
 * What a protocol makes of gets and puts. Each request gets one reply, in the order of the requests of a connection. It
 * keeps nothing of a connection, so one serves all of a thread. For one thread.
 */
interface Wire {
    /** The longest value that a reply may carry. */
    int VALUE_BYTES_MAX = 65_535;

    /** Appends the request for the value of a key. */
    void get(byte[] key, FrameWriter out);

    /** Appends the request to store the first {@code length} bytes of {@code value}. */
    void put(byte[] key, byte[] value, int length, FrameWriter out);

    /**
     * Reads the reply at the front of the bytes between {@code from} and {@code to}.
     *
     * @param reply gets what it says, its value as a view of {@code bytes}
     * @return how many bytes the reply has; 0 where it is not whole yet, and {@code reply} says nothing then
     * @throws IOException if that is no reply, or the server says that it ends
     */
    int reply(byte[] bytes, int from, int to, Reply reply) throws IOException;
}
