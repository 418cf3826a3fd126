package dev.kvlb.cli.oneshot;

import dev.kvlb.Found;
import dev.kvlb.Written;
import dev.kvlb.cli.json.JsonWriter;
import org.jspecify.annotations.Nullable;

/** What a command says of one key with {@code --json}: an object on one line. */
final class EntryJson {
    private EntryJson() {}

    /** Returns what was found; null is nothing. */
    static String of(String key, @Nullable Found<byte[]> found) {
        JsonWriter line = new JsonWriter().object().member("key", key);
        if (found == null) {
            return line.none("value").end().toString();
        }
        return ended(line.bytes("value", found.value()), found.version(), found.workerId());
    }

    /** Returns what a put or a delete has done. */
    static String of(String key, Written written) {
        return ended(new JsonWriter().object().member("key", key), written.version(), written.workerId());
    }

    /** Returns whether there is a value. */
    static String of(String key, boolean exists) {
        return new JsonWriter()
                .object()
                .member("key", key)
                .member("exists", exists)
                .end()
                .toString();
    }

    private static String ended(JsonWriter line, long version, long workerId) {
        if (version != 0) {
            line.member("version", version).member("worker", workerId);
        }
        return line.end().toString();
    }
}
