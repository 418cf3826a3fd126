package dev.kvlb.cli.json;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Locale;

/**
 * Writes one object on one line, member by member, in the order of the calls. For one thread.
 *
 * <pre>{@code new JsonWriter().object().member("phase", "serving").member("epoch", 3).end().toString()}</pre>
 */
public final class JsonWriter {
    private final StringBuilder json = new StringBuilder();
    private boolean first = true;

    /** Opens an object, as the value of an array or of all. */
    public JsonWriter object() {
        separate();
        return open('{');
    }

    /** Opens a member that is an object. */
    public JsonWriter object(String name) {
        return name(name).open('{');
    }

    /** Opens a member that is an array. */
    public JsonWriter array(String name) {
        return name(name).open('[');
    }

    /** Closes the object that was opened last. */
    public JsonWriter end() {
        return close('}');
    }

    /** Closes the array that was opened last. */
    public JsonWriter endArray() {
        return close(']');
    }

    /** Writes a member that is a string. */
    public JsonWriter member(String name, String value) {
        name(name);
        quote(value);
        return this;
    }

    /** Writes a member that is a whole number. */
    public JsonWriter member(String name, long value) {
        name(name);
        json.append(value);
        return this;
    }

    /** Writes a member that is a number, with three digits behind the point; not NaN, nor an infinite one. */
    public JsonWriter member(String name, double value) {
        name(name);
        json.append(String.format(Locale.ROOT, "%.3f", value));
        return this;
    }

    /** Writes a member that is true or false. */
    public JsonWriter member(String name, boolean value) {
        name(name);
        json.append(value);
        return this;
    }

    /** Writes a member that is null. */
    public JsonWriter none(String name) {
        name(name);
        json.append("null");
        return this;
    }

    /** Writes bytes: as a string where they are UTF-8, else as base64 in a member whose name ends in _base64. */
    public JsonWriter bytes(String name, byte[] value) {
        try {
            return member(
                    name,
                    StandardCharsets.UTF_8
                            .newDecoder()
                            .decode(ByteBuffer.wrap(value))
                            .toString());
        } catch (CharacterCodingException e) {
            return member(name + JsonObject.BASE64, Base64.getEncoder().encodeToString(value));
        }
    }

    private JsonWriter open(char bracket) {
        json.append(bracket);
        first = true;
        return this;
    }

    private JsonWriter close(char bracket) {
        json.append(bracket);
        first = false;
        return this;
    }

    private JsonWriter name(String name) {
        separate();
        quote(name);
        json.append(':');
        return this;
    }

    private void separate() {
        if (!first) {
            json.append(',');
        }
        first = false;
    }

    private void quote(String text) {
        json.append('"');
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            switch (c) {
                case '"' -> json.append("\\\"");
                case '\\' -> json.append("\\\\");
                case '\n' -> json.append("\\n");
                case '\r' -> json.append("\\r");
                case '\t' -> json.append("\\t");
                default -> {
                    if (Character.isISOControl(c)) {
                        json.append(String.format("\\u%04x", (int) c));
                    } else {
                        json.append(c);
                    }
                }
            }
        }
        json.append('"');
    }

    /** Returns what was written so far. */
    @Override
    public String toString() {
        return json.toString();
    }
}
