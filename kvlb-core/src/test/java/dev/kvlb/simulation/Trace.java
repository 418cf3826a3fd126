package dev.kvlb.simulation;

import dev.kvlb.protocol.ByteSlice;
import dev.kvlb.protocol.FieldName;
import dev.kvlb.protocol.Frame;
import dev.kvlb.protocol.MalformedFrameException;
import dev.kvlb.protocol.MessageType;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What happened, for people: the last events are kept, and made readable only when somebody asks. Its hash tells
 * whether two runs went the same way.
 */
final class Trace {
    private static final int KEPT = 64;
    private static final int HASHED_BYTES_MAX = 64;
    private static final int VERSION_SEQUENCE_BITS = 31;

    private final Timeline timeline;
    private final @Nullable Consumer<String> out;
    private final Entry[] kept = new Entry[KEPT];
    private long entries;
    private long hash = 1;

    /** One event: either a text, or a frame on its way. */
    private static final class Entry {
        private long timeNanos;
        private @Nullable String text;
        private SimProcess from;
        private SimLink link;
        private byte[] frame = new byte[0];
        private int frameLength;
    }

    /** Makes an empty trace; with {@code out}, each event goes there as it happens. */
    Trace(Timeline timeline, @Nullable Consumer<String> out) {
        this.timeline = timeline;
        this.out = out;
    }

    void note(String text) {
        Entry entry = next();
        entry.text = text;
        mix(text.hashCode());
        print(entry);
    }

    void delivered(SimLink to, Frame frame) {
        if (frame.type() == MessageType.HEARTBEAT || frame.type() == MessageType.HEARTBEAT_ACK) {
            // They tell nothing, and would soon fill the trace of a cluster that waits for something else.
            mix(frame.type().code());
            return;
        }
        Entry entry = next();
        entry.text = null;
        entry.from = to.remote();
        entry.link = to;
        entry.frameLength = frame.length();
        if (entry.frame.length < frame.length()) {
            entry.frame = new byte[frame.length()];
        }
        System.arraycopy(frame.bytes(), frame.offset(), entry.frame, 0, frame.length());
        long bytes = frame.length();
        for (int i = 0; i < Math.min(frame.length(), HASHED_BYTES_MAX); i++) {
            bytes = bytes * 31 + entry.frame[i];
        }
        mix(bytes);
        print(entry);
    }

    private Entry next() {
        int at = (int) (entries++ % KEPT);
        if (kept[at] == null) {
            kept[at] = new Entry();
        }
        kept[at].timeNanos = timeline.nowNanos();
        return kept[at];
    }

    private void mix(long what) {
        hash = (hash ^ what ^ timeline.nowNanos()) * 0x9e37_79b9_7f4a_7c15L;
        hash ^= hash >>> 29;
    }

    /** Returns a number that differs where the events of two runs do. */
    long hash() {
        return hash;
    }

    private void print(Entry entry) {
        if (out != null) {
            out.accept(format(entry));
        }
    }

    /** Returns the last events, one a line. */
    String last() {
        StringBuilder text = new StringBuilder();
        for (long i = Math.max(0, entries - KEPT); i < entries; i++) {
            text.append(format(kept[(int) (i % KEPT)])).append('\n');
        }
        return text.toString();
    }

    private static String format(Entry entry) {
        String time = String.format(Locale.ROOT, "%12.6f ms  ", entry.timeNanos / 1e6);
        if (entry.text != null) {
            return time + "== " + entry.text;
        }
        try {
            Frame frame = new Frame().wrap(entry.frame, 0, entry.frameLength);
            return time + entry.from + " -> " + entry.link.process() + " " + entry.link + "  " + format(frame);
        } catch (MalformedFrameException e) {
            throw new AssertionError(e);
        }
    }

    private static String format(Frame frame) {
        StringBuilder text = new StringBuilder(frame.type().toString());
        for (FieldName field : frame.type().fields()) {
            text.append(' ').append(field).append('=').append(format(frame, field));
        }
        return text.toString();
    }

    private static String format(Frame frame, FieldName field) {
        return switch (field) {
            case KEY -> frame.key().toString();
            case VALUE -> number(frame.value());
            case ADDRESS, MESSAGE -> '"' + frame.text(field) + '"';
            case VERSION, JOIN, SETTLED -> version(frame.number(field));
            default -> Long.toString(frame.number(field));
        };
    }

    private static String number(ByteSlice value) {
        return value.length() == 0 ? "nothing" : Values.number(value) + "(" + value.length() + " bytes)";
    }

    /** Returns a version as the epoch and the place in it. */
    static String version(long version) {
        return (version >>> VERSION_SEQUENCE_BITS) + "." + (version & (1L << VERSION_SEQUENCE_BITS) - 1);
    }
}
