package dev.kvlb.simulation;

import dev.kvlb.protocol.ByteSlice;
import dev.kvlb.protocol.FieldName;
import dev.kvlb.protocol.Frame;
import dev.kvlb.protocol.MessageType;
import java.util.ArrayDeque;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * What happened: a number that tells whether two runs went the same way, and where somebody wants to read it, text.
 *
 * <p>A run that fails is done again, with its events made readable: so the many that do not fail are quick.
 */
final class Trace {
    private static final int LINES_KEPT = 64;
    private static final int HASHED_BYTES_MAX = 32;
    private static final int VERSION_SEQUENCE_BITS = 31;

    private final Timeline timeline;
    private final boolean readable;
    private final @Nullable Consumer<String> out;
    private final ArrayDeque<String> last = new ArrayDeque<>();
    private long hash = 1;

    /**
     * Makes an empty trace.
     *
     * @param readable whether the last events are kept as text
     * @param out where each event goes as it happens, or null
     */
    Trace(Timeline timeline, boolean readable, @Nullable Consumer<String> out) {
        this.timeline = timeline;
        this.readable = readable;
        this.out = out;
    }

    void note(String text) {
        mix(text.hashCode());
        if (readable) {
            keep("== " + text);
        }
    }

    void delivered(SimLink to, Frame frame) {
        byte[] bytes = frame.bytes();
        int from = frame.offset();
        long content = frame.length();
        for (int i = from; i < from + Math.min(frame.length(), HASHED_BYTES_MAX); i++) {
            content = content * 31 + bytes[i];
        }
        mix(content);
        // Heartbeats tell nothing, and would soon fill the trace of a cluster that waits for something else.
        if (readable && frame.type() != MessageType.HEARTBEAT && frame.type() != MessageType.HEARTBEAT_ACK) {
            keep(to.remote() + " -> " + to.process() + " " + to + "  " + format(frame));
        }
    }

    private void mix(long what) {
        hash = (hash ^ what ^ timeline.nowNanos()) * 0x9e37_79b9_7f4a_7c15L;
        hash ^= hash >>> 29;
    }

    private void keep(String event) {
        String line = String.format(Locale.ROOT, "%12.6f ms  %s", timeline.nowNanos() / 1e6, event);
        if (last.size() == LINES_KEPT) {
            last.remove();
        }
        last.add(line);
        if (out != null) {
            out.accept(line);
        }
    }

    /** Returns a number that differs where the events of two runs do. */
    long hash() {
        return hash;
    }

    /** Returns the last events, one a line. */
    String last() {
        return String.join("\n", last);
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
            case ADDRESS, MESSAGE, REASON -> '"' + frame.text(field) + '"';
            case VERSION, LAST_VERSION, JOIN, SETTLED -> version(frame.number(field));
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
