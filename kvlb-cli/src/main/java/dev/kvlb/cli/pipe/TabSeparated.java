package dev.kvlb.cli.pipe;

import dev.kvlb.protocol.ByteSlice;

/** Lines of a key, a TAB and a value. */
final class TabSeparated extends LineFormat {
    /** More than any key and value have together, so that the server says what is too long. */
    private static final int LINE_BYTES_MAX = 1 << 17;

    private final ByteSlice key = new ByteSlice();
    private final ByteSlice value = new ByteSlice();

    TabSeparated(EntrySink sink) {
        super(sink, LINE_BYTES_MAX);
    }

    @Override
    boolean take(Lines line, EntrySink to) {
        int tab = line.indexOf((byte) '\t');
        if (tab < 0) {
            to.onBad(line.number(), "there is no TAB between a key and a value");
            return true;
        }
        return to.onEntry(line.number(), line.part(0, tab, key), line.part(tab + 1, line.length(), value));
    }
}
