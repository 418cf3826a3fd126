package dev.kvlb.protocol.fuzz;

import dev.kvlb.protocol.FrameCodec;
import dev.kvlb.protocol.MessageType;
import java.util.Arrays;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.EdgeCases;
import net.jqwik.api.Tuple;

/**
 * Arbitrary bytes for a decoder: whole frames, frames that it has to pass over, frames that were damaged, and bytes that
 * never were frames; and ways to cut a stream of them into pieces.
 *
 * <p>Whether bytes that were damaged are a frame nevertheless, {@link FrameCodec#decode(byte[])} tells: it decodes them,
 * or throws {@link dev.kvlb.protocol.MalformedFrameException}. Each array is a fresh one, which a test may change.
 */
public final class FrameArbitraries {
    private static final int HEADER_BYTES = 3;
    private static final int PAYLOAD_BYTES_MAX = 65_535;

    private FrameArbitraries() {}

    /** {@return whole frames of every type} */
    public static Arbitrary<byte[]> frames() {
        return MessageArbitraries.messages().map(FrameCodec::encode);
    }

    /**
     * {@return whole frames of one type}
     *
     * @param type the type of all of them
     */
    public static Arbitrary<byte[]> framesOf(MessageType type) {
        return MessageArbitraries.messagesOf(type).map(FrameCodec::encode);
    }

    /** {@return whole frames of extension types that are not defined: a reader passes over them} */
    public static Arbitrary<byte[]> unknownExtensionFrames() {
        Arbitrary<Integer> codes = Arbitraries.integers()
                .between(MessageType.EXTENSION_CODE_MIN, 255)
                .filter(code -> MessageType.of(code) == null);
        return Combinators.combine(codes, MessageArbitraries.bytes(PAYLOAD_BYTES_MAX))
                .as(FrameArbitraries::frame);
    }

    /**
     * {@return frames with one fault: the end is missing, or bytes follow it; a bit is turned; the header announces
     * another length, or another type} The fault may be such that they are a frame still.
     */
    public static Arbitrary<byte[]> damagedFrames() {
        Arbitrary<Integer> places = Arbitraries.integers().between(0, HEADER_BYTES + PAYLOAD_BYTES_MAX);
        Arbitrary<byte[]> cut =
                Combinators.combine(frames(), places).as((frame, place) -> Arrays.copyOf(frame, place % frame.length));
        Arbitrary<byte[]> longer =
                Combinators.combine(frames(), MessageArbitraries.bytes(40)).as(FrameArbitraries::joined);
        Arbitrary<byte[]> turned = Combinators.combine(
                        frames(), places, Arbitraries.integers().between(0, 7))
                .as((frame, place, bit) -> withByte(frame, place % frame.length, 1 << bit));
        Arbitrary<byte[]> announced = Combinators.combine(frames(), MessageArbitraries.u16())
                .as((frame, length) -> frame(frame[0] & 0xff, length, payload(frame)));
        Arbitrary<byte[]> renamed =
                Combinators.combine(frames(), MessageArbitraries.u8()).as((frame, code) -> frame(code, payload(frame)));
        return Arbitraries.oneOf(cut, longer, turned, announced, renamed).edgeCases(EdgeCases.Config::none);
    }

    /**
     * {@return frames of every type whose length is right, and whose payload, up to 40 bytes, is made of random bytes:
     * small ones often, so that the lengths within the payload fit at times}
     */
    public static Arbitrary<byte[]> framesOfRandomBytes() {
        Arbitrary<byte[]> payloads = Arbitraries.oneOf(
                Arbitraries.bytes().array(byte[].class).ofMaxSize(40),
                Arbitraries.bytes()
                        .between((byte) 0, (byte) 6)
                        .array(byte[].class)
                        .ofMaxSize(40));
        return Combinators.combine(Arbitraries.of(MessageType.values()), payloads)
                .as((type, payload) -> frame(type.code(), payload));
    }

    /** {@return up to 80 random bytes} */
    public static Arbitrary<byte[]> randomBytes() {
        return Arbitraries.bytes().array(byte[].class).ofMaxSize(80);
    }

    /** {@return ways to split a stream of bytes, down to single bytes and with empty pieces in between} */
    public static Arbitrary<Split> splits() {
        Arbitrary<Integer> sizes = Arbitraries.frequencyOf(
                Tuple.of(1, Arbitraries.just(0)),
                Tuple.of(8, Arbitraries.integers().between(1, 40)),
                Tuple.of(2, Arbitraries.integers().between(41, 100_000)));
        return sizes.list().ofMinSize(1).ofMaxSize(12).map(Split::new).edgeCases(EdgeCases.Config::none);
    }

    /** Makes a frame of a code, 0..255, and a payload of at most 65,535 bytes. */
    static byte[] frame(int code, byte[] payload) {
        return frame(code, payload.length, payload);
    }

    /** {@return the payload of a frame} */
    static byte[] payload(byte[] frame) {
        return Arrays.copyOfRange(frame, HEADER_BYTES, frame.length);
    }

    private static byte[] frame(int code, int announced, byte[] payload) {
        byte[] header = {(byte) code, (byte) (announced >> 8), (byte) announced};
        return joined(header, payload);
    }

    private static byte[] joined(byte[] first, byte[] second) {
        byte[] joined = Arrays.copyOf(first, first.length + second.length);
        System.arraycopy(second, 0, joined, first.length, second.length);
        return joined;
    }

    private static byte[] withByte(byte[] frame, int place, int turned) {
        frame[place] ^= (byte) turned;
        return frame;
    }
}
