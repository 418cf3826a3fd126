package dev.kvlb.cli.shell;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;

/**
 * The lines of a stream, one after the other: none is read before it is wanted, so that a program can wait for an answer
 * before it writes the next one. The last line may lack its newline.
 */
final class Script {
    /** Enough for any key and value, even if each of their bytes is written as an escape. */
    static final int LINE_BYTES_MAX = 1 << 20;

    private final InputStream in;
    private final ByteArrayOutputStream line = new ByteArrayOutputStream();
    private int number;

    /** Makes one of a stream that is buffered; closing it is up to the caller. */
    Script(InputStream in) {
        this.in = in;
    }

    /** Goes to the next line; returns false where there is none. */
    boolean next() throws IOException {
        line.reset();
        int b = in.read();
        if (b < 0) {
            return false;
        }
        number++;
        while (b >= 0 && b != '\n') {
            if (!isTooLong()) {
                line.write(b);
            }
            b = in.read();
        }
        return true;
    }

    /** Returns the number of the line, from 1. */
    int number() {
        return number;
    }

    /** Returns whether it has more bytes than a line may have; the rest of it was dropped. */
    boolean isTooLong() {
        return line.size() > LINE_BYTES_MAX;
    }

    byte[] line() {
        return line.toByteArray();
    }
}
