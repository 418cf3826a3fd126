package dev.kvlb.protocol;

import org.jspecify.annotations.Nullable;

/**
 * A result or error code, one byte on the wire.
 *
 * <p>Not an enum, because a code that this version does not know must survive decoding: {@link #of} gives one
 * instance for each of the 256 codes, so codes may be compared with {@code ==}.
 */
public final class ErrorCode {
    private static final ErrorCode[] ALL = new ErrorCode[256];

    static {
        for (int code = 0; code < ALL.length; code++) {
            ALL[code] = new ErrorCode(code, nameOf(code));
        }
    }

    /** Done. */
    public static final ErrorCode NONE = of(0);

    /** The key is empty or longer than the server's limit. */
    public static final ErrorCode INVALID_KEY = of(1);

    /** The value is longer than the server's limit, or than a reply could carry back. */
    public static final ErrorCode INVALID_VALUE = of(2);

    /** No value is stored under the key. */
    public static final ErrorCode KEY_NOT_FOUND = of(3);

    /** The request was not carried out; it may be sent again later. */
    public static final ErrorCode SERVER_BUSY = of(4);

    /** The request was sent on and its outcome is unknown: it may or may not have been carried out. */
    public static final ErrorCode NETWORK_ERROR = of(5);

    /** The sender broke the protocol; its connection is closed. */
    public static final ErrorCode PROTOCOL_ERROR = of(6);

    private final int code;
    private final @Nullable String name;

    private ErrorCode(int code, @Nullable String name) {
        this.code = code;
        this.name = name;
    }

    /**
     * {@return the one instance of a code}
     *
     * @param code 0..255
     * @throws IllegalArgumentException if the code does not fit one byte
     */
    public static ErrorCode of(int code) {
        if (code < 0 || code > 255) {
            throw new IllegalArgumentException("an error code must be 0..255: " + code);
        }
        return ALL[code];
    }

    /** {@return the code as it stands on the wire, 0..255} */
    public int code() {
        return code;
    }

    /** {@return whether the protocol defines this code} */
    public boolean isKnown() {
        return name != null;
    }

    /** {@return the protocol's name of this code, or {@code UNKNOWN_n} where it defines none} */
    @Override
    public String toString() {
        return name != null ? name : "UNKNOWN_" + code;
    }

    private static @Nullable String nameOf(int code) {
        return switch (code) {
            case 0 -> "NONE";
            case 1 -> "INVALID_KEY";
            case 2 -> "INVALID_VALUE";
            case 3 -> "KEY_NOT_FOUND";
            case 4 -> "SERVER_BUSY";
            case 5 -> "NETWORK_ERROR";
            case 6 -> "PROTOCOL_ERROR";
            default -> null;
        };
    }
}
