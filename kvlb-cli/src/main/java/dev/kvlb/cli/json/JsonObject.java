package dev.kvlb.cli.json;

import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Base64;
import java.util.Map;

/**
 * An object that was read, of whose members those that are strings can be asked for.
 *
 * <p>Bytes are a string where they are UTF-8; as base64 in a member whose name ends so, they are any.
 */
public final class JsonObject {
    /** What the name of a member has at its end that is base64. */
    static final String BASE64 = "_base64";

    private final Map<String, Object> members;

    private JsonObject(Map<String, Object> members) {
        this.members = members;
    }

    /**
     * Reads an object.
     *
     * @param text UTF-8
     * @throws MalformedJsonException if it is none
     */
    public static JsonObject parse(byte[] text) throws MalformedJsonException {
        try {
            CharBuffer chars = StandardCharsets.UTF_8.newDecoder().decode(ByteBuffer.wrap(text));
            return new JsonObject(new JsonParser(chars.toString()).object());
        } catch (CharacterCodingException e) {
            throw new MalformedJsonException("it is not UTF-8");
        }
    }

    /**
     * Returns the bytes of a member.
     *
     * @throws MalformedJsonException if there is none, or it is no string, or no base64 where that is claimed
     */
    public byte[] bytes(String name) throws MalformedJsonException {
        if (members.containsKey(name + BASE64)) {
            try {
                return Base64.getDecoder().decode(string(name + BASE64));
            } catch (IllegalArgumentException e) {
                throw new MalformedJsonException('"' + name + BASE64 + "\" is not base64");
            }
        }
        try {
            ByteBuffer bytes = StandardCharsets.UTF_8.newEncoder().encode(CharBuffer.wrap(string(name)));
            byte[] copy = new byte[bytes.remaining()];
            bytes.get(copy);
            return copy;
        } catch (CharacterCodingException e) {
            throw new MalformedJsonException('"' + name + "\" has half of a surrogate pair in it");
        }
    }

    private String string(String name) throws MalformedJsonException {
        Object value = members.get(name);
        if (value instanceof String text) {
            return text;
        }
        throw new MalformedJsonException(
                value == null ? "\"" + name + "\" is missing" : "\"" + name + "\" is no string");
    }
}
