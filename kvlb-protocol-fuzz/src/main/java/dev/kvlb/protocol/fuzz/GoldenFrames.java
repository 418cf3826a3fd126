package dev.kvlb.protocol.fuzz;

import dev.kvlb.protocol.Message;
import dev.kvlb.protocol.MessageType;
import java.util.HexFormat;
import java.util.List;

/**
 * The golden frames: bytes that every implementation of the protocol must agree on, written down by hand.
 *
 * <p>They lie in {@code frames.json} and {@code extension-frames.json} beside this class, for programs in any language.
 * What is returned is immutable.
 */
public final class GoldenFrames {
    private static final List<Valid> VALID = ConformanceFile.ALL.stream()
            .flatMap(file -> file.valid().stream())
            .map(row -> new Valid(row.note(), row.hex(), DocumentedLayouts.message(row.type(), row.fields())))
            .toList();

    private static final List<Doubtful> DOUBTFUL = ConformanceFile.ALL.stream()
            .flatMap(file -> file.malformed().stream())
            .map(row -> new Doubtful(row.note(), row.hex(), verdict(row.expect())))
            .toList();

    private GoldenFrames() {}

    /** {@return whole frames of every type, each with the message that it stands for} */
    public static List<Valid> valid() {
        return VALID;
    }

    /** {@return bytes that are no frame, or one that is not to be taken at face value} */
    public static List<Doubtful> doubtful() {
        return DOUBTFUL;
    }

    /**
     * A whole frame: its message is encoded to these bytes, and they are decoded to it.
     *
     * @param note what there is to see in it
     * @param hex its bytes, two lower-case digits each
     * @param message what it says
     */
    public record Valid(String note, String hex, Message message) {
        /** {@return its bytes, a fresh array} */
        public byte[] bytes() {
            return HexFormat.of().parseHex(hex);
        }

        /** {@return the type of its message} */
        public MessageType type() {
            return message.type();
        }

        @Override
        public String toString() {
            return type() + " " + note;
        }
    }

    /**
     * Bytes that need a second look.
     *
     * @param note what is wrong with them
     * @param hex the bytes, two lower-case digits each
     * @param verdict what becomes of them
     */
    public record Doubtful(String note, String hex, Verdict verdict) {
        /** {@return the bytes, a fresh array} */
        public byte[] bytes() {
            return HexFormat.of().parseHex(hex);
        }

        @Override
        public String toString() {
            return note;
        }
    }

    /** What becomes of bytes that need a second look. */
    public enum Verdict {
        /** They are no frame: whoever sent them is disconnected. */
        MALFORMED,
        /** They are a frame, with a key that is empty: decoded, and answered with INVALID_KEY. */
        INVALID_KEY,
        /** They are a frame with a result that the protocol does not define: decoded, and the result kept as it came. */
        UNKNOWN_RESULT,
        /** They are a frame of an extension that is not defined: a reader of a stream passes over it. */
        PASSED_OVER
    }

    private static Verdict verdict(String expect) {
        return switch (expect) {
            case "malformed" -> Verdict.MALFORMED;
            case "invalid-key" -> Verdict.INVALID_KEY;
            case "unknown-result" -> Verdict.UNKNOWN_RESULT;
            case "passed-over" -> Verdict.PASSED_OVER;
            default -> throw new AssertionError(expect);
        };
    }
}
