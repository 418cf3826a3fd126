package dev.kvlb.cli.pipe;

import java.io.IOException;
import java.io.InputStream;

/** How the entries of a stream are written. */
enum EntryFormat {
    /** A line each: the key, a TAB and the value, exact bytes; the value may have more TABs in it. */
    TSV {
        @Override
        public void read(InputStream in, EntrySink sink) throws IOException {
            new TabSeparated(sink).read(in);
        }
    },
    /** A line each: an object with {@code key} and {@code value}, or {@code key_base64} and {@code value_base64}. */
    JSON {
        @Override
        public void read(InputStream in, EntrySink sink) throws IOException {
            new JsonLines(sink).read(in);
        }
    },
    /** Two netstrings each: {@code 4:city,4:Wien,} with nothing or a newline behind it; any bytes. */
    NETSTRING {
        @Override
        public void read(InputStream in, EntrySink sink) throws IOException {
            new Netstrings(in, sink).read();
        }
    };

    /** Hands all entries of a stream on, until it ends or no more are wanted. */
    abstract void read(InputStream in, EntrySink sink) throws IOException;
}
