package dev.kvlb.cli.pipe;

import java.io.IOException;
import java.io.InputStream;

/** A format with an entry on each line. Empty lines are passed over. */
abstract class LineFormat {
    private final EntrySink sink;
    private final int lineBytesMax;

    LineFormat(EntrySink sink, int lineBytesMax) {
        this.sink = sink;
        this.lineBytesMax = lineBytesMax;
    }

    void read(InputStream in) throws IOException {
        Lines lines = new Lines(in, lineBytesMax);
        boolean more = true;
        while (more && lines.next()) {
            if (lines.isTooLong()) {
                sink.onBad(lines.number(), "it has more than " + lineBytesMax + " bytes");
            } else if (lines.length() > 0) {
                more = take(lines, sink);
            }
        }
    }

    /** Hands on what a line has in it; returns whether more is wanted. */
    abstract boolean take(Lines line, EntrySink to);
}
