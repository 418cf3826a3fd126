package dev.kvlb.internal.link;

import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.FieldName;
import dev.kvlb.protocol.Frame;
import dev.kvlb.protocol.MalformedFrameException;

/** What an entry may be: the same for every program of a cluster, so that what one has stored any other can take. */
public final class Entries {
    /**
     * The most that a key and its value may have together: what every frame that carries an entry can hold beside its
     * other fields, with room for extensions to come. One number, the same in both modes.
     */
    public static final int ENTRY_BYTES_MAX = 65_500;

    private Entries() {}

    /** Returns why a key can't be stored or found, or {@link ErrorCode#NONE} where it can. */
    public static ErrorCode refusalOfKey(Frame frame) {
        int keyBytes = frame.length(FieldName.KEY);
        return keyBytes == 0 || keyBytes > ENTRY_BYTES_MAX ? ErrorCode.INVALID_KEY : ErrorCode.NONE;
    }

    /** Returns why a key and its value can't be stored, or {@link ErrorCode#NONE} where they can. */
    public static ErrorCode refusal(Frame frame) {
        ErrorCode ofKey = refusalOfKey(frame);
        if (ofKey != ErrorCode.NONE) {
            return ofKey;
        }
        return entryBytes(frame) > ENTRY_BYTES_MAX ? ErrorCode.INVALID_VALUE : ErrorCode.NONE;
    }

    /**
     * Checks a key and value that the sender claims to have stored.
     *
     * @throws MalformedFrameException if nobody can have stored them
     */
    public static void require(Frame frame) throws MalformedFrameException {
        if (refusal(frame) != ErrorCode.NONE) {
            throw MalformedFrameException.of(
                    frame,
                    FieldName.KEY,
                    "a key of 1 byte or more and a value, at most " + ENTRY_BYTES_MAX + " bytes together",
                    "a key of " + frame.length(FieldName.KEY) + " bytes, " + entryBytes(frame) + " bytes together");
        }
    }

    /**
     * Checks a key that the sender claims to have deleted.
     *
     * @throws MalformedFrameException if nobody can have stored anything under it
     */
    public static void requireKey(Frame frame) throws MalformedFrameException {
        if (refusalOfKey(frame) != ErrorCode.NONE) {
            throw MalformedFrameException.of(
                    frame,
                    FieldName.KEY,
                    "a key of 1.." + ENTRY_BYTES_MAX + " bytes",
                    frame.length(FieldName.KEY) + " bytes");
        }
    }

    /**
     * Returns the version in a frame, 0 or greater.
     *
     * @throws MalformedFrameException if it is greater than any that a balancer gives
     */
    public static long version(Frame frame) throws MalformedFrameException {
        long version = frame.number(FieldName.VERSION);
        if (version < 0) {
            throw MalformedFrameException.of(
                    frame, FieldName.VERSION, "at most " + Long.MAX_VALUE, Long.toUnsignedString(version));
        }
        return version;
    }

    private static int entryBytes(Frame frame) {
        return frame.length(FieldName.KEY) + frame.length(FieldName.VALUE);
    }
}
