package dev.kvlb.protocol.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvlb.protocol.Frame;
import dev.kvlb.protocol.FrameCodec;
import dev.kvlb.protocol.FrameReader;
import dev.kvlb.protocol.MalformedFrameException;
import dev.kvlb.protocol.Message;
import java.io.IOException;
import java.util.Arrays;
import java.util.stream.IntStream;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Example;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;

/** Whatever comes in is decoded or refused with {@link MalformedFrameException}, and nothing else happens. */
class DamagedFrameProperties {
    private static final int WHOLLY_DAMAGED_BYTES_MAX = 160;

    @Provide
    Arbitrary<byte[]> frames() {
        return FrameArbitraries.frames();
    }

    @Provide
    Arbitrary<byte[]> damagedFrames() {
        return FrameArbitraries.damagedFrames();
    }

    @Provide
    Arbitrary<byte[]> randomBytes() {
        return FrameArbitraries.randomBytes();
    }

    @Provide
    Arbitrary<byte[]> framesOfRandomBytes() {
        return FrameArbitraries.framesOfRandomBytes();
    }

    @Property(tries = 1000)
    void everyTruncationIsMalformedForTheCodecAndUnfinishedForTheReader(@ForAll("frames") byte[] frame)
            throws IOException {
        for (int length : positions(frame.length)) {
            byte[] cut = Arrays.copyOf(frame, length);

            assertMalformed(cut);
            FrameReader reader = new FrameReader();
            reader.read(cut, 0, length, whole -> {
                throw new AssertionError(whole.type() + " of a frame that is cut");
            });
            assertThat(reader.bufferedBytes()).isEqualTo(length);
        }
    }

    @Property(tries = 1000)
    void everyTruncationOfThePayloadIsMalformedForBoth(@ForAll("frames") byte[] frame) {
        for (int length : positions(frame.length - 3)) {
            byte[] cut = FrameArbitraries.frame(frame[0] & 0xff, Arrays.copyOfRange(frame, 3, 3 + length));

            assertMalformed(cut);
            assertThatThrownBy(
                            () -> new FrameReader().read(cut, 0, cut.length, DamagedFrameProperties::assertComesBack))
                    .isInstanceOf(MalformedFrameException.class);
        }
    }

    @Property(tries = 1000)
    void aByteBehindThePayloadIsMalformedForBoth(@ForAll("frames") byte[] frame, @ForAll byte extra) {
        byte[] payload = Arrays.copyOfRange(frame, 3, frame.length + 1);
        payload[payload.length - 1] = extra;
        if (payload.length > 65_535) {
            return;
        }
        byte[] longer = FrameArbitraries.frame(frame[0] & 0xff, payload);

        assertMalformed(longer);
        assertThatThrownBy(
                        () -> new FrameReader().read(longer, 0, longer.length, DamagedFrameProperties::assertComesBack))
                .isInstanceOf(MalformedFrameException.class);
    }

    @Property(tries = 1000)
    void everyMutationOfAByteIsDecodedOrRefused(@ForAll("frames") byte[] frame) {
        for (int position : positions(frame.length)) {
            byte original = frame[position];
            for (int bit = 0; bit < 8; bit++) {
                frame[position] = (byte) (original ^ 1 << bit);
                assertDecodedOrRefused(frame);
            }
            for (int other : new int[] {0, 0xff, original + 1, original - 1}) {
                frame[position] = (byte) other;
                assertDecodedOrRefused(frame);
            }
            frame[position] = original;
        }
    }

    /** Each byte of each golden frame, and each of the 255 other values that it can have. */
    @Example
    void everyMutationOfAGoldenFrameIsDecodedOrRefused() {
        GoldenFrames.valid().stream()
                .map(GoldenFrames.Valid::bytes)
                .filter(frame -> frame.length <= WHOLLY_DAMAGED_BYTES_MAX)
                .forEach(frame -> {
                    for (int position = 0; position < frame.length; position++) {
                        byte original = frame[position];
                        for (int other = 1; other < 256; other++) {
                            frame[position] = (byte) (original ^ other);
                            assertDecodedOrRefused(frame);
                        }
                        frame[position] = original;
                    }
                });
    }

    @Property(tries = 10_000)
    void damagedFramesAreDecodedOrRefused(@ForAll("damagedFrames") byte[] bytes) {
        assertDecodedOrRefused(bytes);
    }

    @Property(tries = 10_000)
    void randomBytesAreDecodedOrRefused(@ForAll("randomBytes") byte[] bytes) {
        assertDecodedOrRefused(bytes);
    }

    @Property(tries = 10_000)
    void framesOfRandomBytesAreDecodedOrRefused(@ForAll("framesOfRandomBytes") byte[] frame) {
        assertDecodedOrRefused(frame);
    }

    @Property(tries = 3000)
    void aStreamOfRandomBytesInPiecesIsDecodedOrRefused(
            @ForAll("randomBytes") byte[] first, @ForAll("framesOfRandomBytes") byte[] second) {
        FrameReader reader = new FrameReader();
        try {
            reader.read(second, 0, second.length, DamagedFrameProperties::assertComesBack);
            reader.read(first, 0, first.length, DamagedFrameProperties::assertComesBack);
            reader.read(second, 0, second.length, DamagedFrameProperties::assertComesBack);
        } catch (MalformedFrameException refused) {
            assertSaysWhere(refused);
        }
    }

    private static void assertMalformed(byte[] bytes) {
        assertThatThrownBy(() -> FrameCodec.decode(bytes)).isInstanceOf(MalformedFrameException.class);
    }

    private static void assertDecodedOrRefused(byte[] bytes) {
        try {
            assertComesBack(FrameCodec.decode(bytes));
        } catch (MalformedFrameException refused) {
            assertSaysWhere(refused);
        }
        try {
            new FrameReader().read(bytes, 0, bytes.length, DamagedFrameProperties::assertComesBack);
        } catch (MalformedFrameException refused) {
            assertSaysWhere(refused);
        }
    }

    private static boolean assertComesBack(Frame frame) throws MalformedFrameException {
        assertComesBack(FrameCodec.decode(frame));
        return true;
    }

    /** What was decoded, from whatever bytes, is encoded again and is then the same. */
    private static void assertComesBack(Message message) throws MalformedFrameException {
        Message again = FrameCodec.decode(FrameCodec.encode(message));
        if (!again.equals(message)) {
            throw new AssertionError(message + " came back as " + again);
        }
    }

    private static void assertSaysWhere(MalformedFrameException refused) {
        if (refused.offset() < 0 || refused.offset() > 65_538 || refused.field().isEmpty()) {
            throw new AssertionError("where?", refused);
        }
    }

    /** All positions of a small frame; of a large one, those of its first fields and some of the rest. */
    private static int[] positions(int length) {
        return IntStream.range(0, length)
                .filter(i -> length <= WHOLLY_DAMAGED_BYTES_MAX || i < 32 || i % 4_999 == 0 || i == length - 1)
                .toArray();
    }
}
