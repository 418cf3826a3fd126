package dev.kvlb.cli.pipe;

import dev.kvlb.protocol.ByteSlice;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;

/** Pairs of netstrings, which are a length in digits, a colon, so many bytes and a comma. */
final class Netstrings {
    private static final int PIECE_BYTES = 1 << 16;
    private static final int DIGITS_MAX = 5;
    private static final String LAST = "; what stands behind it was not read";

    private final InputStream in;
    private final EntrySink sink;
    private long number;

    Netstrings(InputStream in, EntrySink sink) {
        this.in = new BufferedInputStream(in, PIECE_BYTES);
        this.sink = sink;
    }

    void read() throws IOException {
        boolean more = true;
        try {
            for (int first = firstOfPair(); more && first >= 0; first = more ? firstOfPair() : -1) {
                number++;
                ByteSlice key = netstring(first);
                ByteSlice value = netstring(in.read());
                more = sink.onEntry(number, key, value);
            }
        } catch (NoNetstringException e) {
            // Where the next one begins is not known any more.
            sink.onBad(number, e.getMessage() + LAST);
        }
    }

    /** Newlines may stand between entries, so that an editor can show them. */
    private int firstOfPair() throws IOException {
        int b = in.read();
        while (b == '\n') {
            b = in.read();
        }
        return b;
    }

    private ByteSlice netstring(int first) throws IOException {
        int length = 0;
        int digits = 0;
        int b = first;
        for (; b >= '0' && b <= '9' && digits <= DIGITS_MAX; b = in.read()) {
            length = length * 10 + (b - '0');
            digits++;
        }
        if (digits > DIGITS_MAX) {
            throw new NoNetstringException("a length has more than " + DIGITS_MAX + " digits");
        }
        if (digits == 0 || b != ':') {
            throw new NoNetstringException("there is " + shown(b) + " where a length and a colon should be");
        }
        byte[] bytes = in.readNBytes(length);
        if (bytes.length < length) {
            throw new NoNetstringException("the input ends after " + bytes.length + " of " + length + " bytes");
        }
        int comma = in.read();
        if (comma != ',') {
            throw new NoNetstringException("there is " + shown(comma) + " behind " + length + " bytes, not a comma");
        }
        return ByteSlice.of(bytes);
    }

    private static String shown(int b) {
        return b < 0 ? "the end" : b > ' ' && b < 0x7f ? "'" + (char) b + "'" : String.format("the byte 0x%02x", b);
    }

    private static final class NoNetstringException extends IOException {
        private static final long serialVersionUID = 1L;

        NoNetstringException(String message) {
            super(message);
        }
    }
}
