package dev.kvlb.cli.bench;

import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Writes an object of JSON, its members in the order in which they are added. */
final class JsonObject {
    private final StringBuilder text = new StringBuilder("{");

    JsonObject add(String name, String value) {
        return raw(name, quote(value));
    }

    /** Adds a number; null stays null. */
    JsonObject add(String name, @Nullable Number value) {
        if (value instanceof Double real) {
            return raw(name, String.format(Locale.ROOT, "%.3f", real));
        }
        return raw(name, String.valueOf(value));
    }

    JsonObject add(String name, boolean value) {
        return raw(name, String.valueOf(value));
    }

    JsonObject add(String name, JsonObject value) {
        return raw(name, value.toString());
    }

    JsonObject add(String name, List<JsonObject> values) {
        return raw(name, values.toString());
    }

    private JsonObject raw(String name, String value) {
        text.append(text.length() > 1 ? ", " : "")
                .append(quote(name))
                .append(": ")
                .append(value);
        return this;
    }

    private static String quote(String value) {
        StringBuilder quoted = new StringBuilder("\"");
        value.chars().forEach(c -> {
            if (c == '"' || c == '\\') {
                quoted.append('\\').append((char) c);
            } else if (Character.isISOControl(c)) {
                quoted.append(String.format("\\u%04x", c));
            } else {
                quoted.append((char) c);
            }
        });
        return quoted.append('"').toString();
    }

    @Override
    public String toString() {
        return text + "}";
    }
}
