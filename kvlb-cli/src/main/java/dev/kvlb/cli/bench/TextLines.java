package dev.kvlb.cli.bench;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kvlb.protocol.FrameWriter;
import java.net.ProtocolException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/** What protocols of lines have in common: lines end with CR LF, and a line says how long the value behind it is. */
final class TextLines {
    /** Ends a line. */
    static final byte[] END = {'\r', '\n'};

    private static final int LINE_BYTES_MAX = 4_096;
    private static final int DIGITS_MAX = 7;
    private static final int SHOWN_BYTES_MAX = 80;

    private TextLines() {}

    static void append(byte[] bytes, FrameWriter out) {
        out.raw(bytes, 0, bytes.length);
    }

    /** Appends a number in decimal digits. */
    static void append(int number, FrameWriter out) {
        append(Integer.toString(number).getBytes(StandardCharsets.US_ASCII), out);
    }

    /** Returns where the first line ends, before its CR LF; -1 where the end has not come yet. */
    static int end(byte[] bytes, int from, int to) throws ProtocolException {
        for (int i = from; i < to - 1; i++) {
            if (bytes[i] == '\r' && bytes[i + 1] == '\n') {
                return i;
            }
        }
        if (to - from > LINE_BYTES_MAX) {
            throw noReply(bytes, from, to);
        }
        return -1;
    }

    static boolean startsWith(byte[] prefix, byte[] bytes, int from, int end) {
        return end - from >= prefix.length && equals(prefix, bytes, from, from + prefix.length);
    }

    static boolean equals(byte[] line, byte[] bytes, int from, int end) {
        return Arrays.equals(line, 0, line.length, bytes, from, end);
    }

    /** Returns where the last blank of a line is; the byte before it where there is none. */
    static int lastBlank(byte[] bytes, int from, int end) {
        int at = end - 1;
        while (at >= from && bytes[at] != ' ') {
            at--;
        }
        return at;
    }

    /** Returns the number that the digits up to the end of a line are. */
    static int number(byte[] bytes, int from, int end) throws ProtocolException {
        int number = 0;
        boolean isNumber = end > from && end - from <= DIGITS_MAX;
        for (int i = from; isNumber && i < end; i++) {
            isNumber = bytes[i] >= '0' && bytes[i] <= '9';
            number = number * 10 + bytes[i] - '0';
        }
        if (!isNumber) {
            throw new ProtocolException("no number: \"" + text(bytes, from, end) + "\"");
        }
        return number;
    }

    /**
     * Reads a value of {@code length} bytes from {@code at} on, and what has to stand behind it.
     *
     * @return where that ends; 0 where not all of it has come
     */
    static int value(byte[] bytes, int at, int length, byte[] behind, int to, Reply reply) throws ProtocolException {
        if (length > Wire.VALUE_BYTES_MAX) {
            throw new ProtocolException("a value longer than any that was stored: " + length + " bytes");
        }
        int end = at + length + behind.length;
        if (to < end) {
            return 0;
        }
        if (!equals(behind, bytes, at + length, end)) {
            throw noReply(bytes, at + length, end);
        }
        reply.value(bytes, at, length);
        return end;
    }

    static String text(byte[] bytes, int from, int end) {
        return new String(bytes, from, Math.min(end - from, SHOWN_BYTES_MAX), UTF_8);
    }

    static ProtocolException noReply(byte[] bytes, int from, int end) {
        return new ProtocolException("no reply of this protocol: \"" + text(bytes, from, end) + "\"");
    }
}
