package dev.kvlb.cli.pipe;

import dev.kvlb.protocol.ByteSlice;
import java.io.IOException;
import java.io.InputStream;
import java.util.Arrays;

/**
 * Cuts a stream into lines where they lie in one buffer. A line ends at a newline, which is not part of it; the last one may
 * lack it.
 */
final class Lines {
    private static final int PIECE_BYTES = 1 << 16;

    private final InputStream in;
    private final int lineBytesMax;
    private final byte[] buffer;
    private int start;
    private int end;
    private int limit;
    private int next;
    private long number;
    private boolean tooLong;

    Lines(InputStream in, int lineBytesMax) {
        this.in = in;
        this.lineBytesMax = lineBytesMax;
        this.buffer = new byte[lineBytesMax + PIECE_BYTES];
    }

    /** Goes to the next line; returns false where there is none. */
    boolean next() throws IOException {
        start = next;
        tooLong = false;
        int scanned = start;
        while (true) {
            for (int i = scanned; i < limit; i++) {
                if (buffer[i] == '\n') {
                    return lineIs(i, i + 1);
                }
            }
            if (limit - start > lineBytesMax) {
                tooLong = true;
                limit = start;
            }
            if (limit + PIECE_BYTES > buffer.length) {
                System.arraycopy(buffer, start, buffer, 0, limit - start);
                limit -= start;
                start = 0;
            }
            scanned = limit;
            int count = in.read(buffer, limit, buffer.length - limit);
            if (count < 0) {
                return (limit > start || tooLong) && lineIs(limit, limit);
            }
            limit += count;
        }
    }

    private boolean lineIs(int lineEnd, int nextStart) {
        end = lineEnd;
        next = nextStart;
        number++;
        tooLong |= end - start > lineBytesMax;
        return true;
    }

    /** Returns the number of the line, from 1. */
    long number() {
        return number;
    }

    /** Returns whether it has more bytes than a line may have; it can't be looked at then. */
    boolean isTooLong() {
        return tooLong;
    }

    int length() {
        return end - start;
    }

    /** Returns where a byte is first found, or -1. */
    int indexOf(byte wanted) {
        for (int i = start; i < end; i++) {
            if (buffer[i] == wanted) {
                return i - start;
            }
        }
        return -1;
    }

    /** Lets a slice be a part of the line, valid until the next one. */
    ByteSlice part(int from, int to, ByteSlice part) {
        return part.set(buffer, start + from, to - from);
    }

    /** Returns a copy of the line. */
    byte[] copy() {
        return Arrays.copyOfRange(buffer, start, end);
    }
}
