package dev.kvlb.cli.pipe;

import dev.kvlb.cli.json.JsonObject;
import dev.kvlb.cli.json.MalformedJsonException;
import dev.kvlb.protocol.ByteSlice;

/** Lines of a JSON object each. */
final class JsonLines extends LineFormat {
    /** Enough for any key and value, even if each of their bytes is written as an escape. */
    private static final int LINE_BYTES_MAX = 1 << 20;

    JsonLines(EntrySink sink) {
        super(sink, LINE_BYTES_MAX);
    }

    @Override
    boolean take(Lines line, EntrySink to) {
        byte[] key;
        byte[] value;
        try {
            JsonObject object = JsonObject.parse(line.copy());
            key = object.bytes("key");
            value = object.bytes("value");
        } catch (MalformedJsonException e) {
            to.onBad(line.number(), String.valueOf(e.getMessage()));
            return true;
        }
        return to.onEntry(line.number(), ByteSlice.of(key), ByteSlice.of(value));
    }
}
