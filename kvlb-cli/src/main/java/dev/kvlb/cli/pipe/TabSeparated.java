package dev.kvlb.cli.pipe;

/** Lines of a key, a TAB and a value. */
final class TabSeparated extends LineFormat {
    /** More than any key and value have together, so that the server says what is too long. */
    private static final int LINE_BYTES_MAX = 1 << 17;

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
        return to.onEntry(line.number(), line.copy(0, tab), line.copy(tab + 1, line.length()));
    }
}
