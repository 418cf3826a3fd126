package dev.kvlb.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.HexFormat;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class FrameWriterTest {
    private final FrameWriter out = new FrameWriter();

    private String written() {
        return HexFormat.of().formatHex(out.toBytes());
    }

    @Nested
    class AFrame {
        @Test
        void isItsTypeItsLengthAndItsFields() {
            out.begin(MessageType.STORE_REQUEST)
                    .u32(7)
                    .bytes(new byte[] {'k'}, 0, 1)
                    .bytes(new byte[0], 0, 0)
                    .end();

            assertThat(written()).isEqualTo("0a0009" + "00000007" + "00016b" + "0000");
        }

        @Test
        void followsTheOneBeforeIt() {
            out.begin(MessageType.SHUTDOWN).end();
            out.begin(MessageType.WORKER_NOT_READY).u32(1).end();

            assertThat(written()).isEqualTo("5a0000" + "15000400000001");
        }

        @Test
        void takesBytesFromSlicesTextAndOtherFrames() {
            byte[] array = {'x', 'k', 'e', 'y', 'x'};
            out.begin(MessageType.ERROR)
                    .u8(4)
                    .bytes(new ByteSlice().set(array, 1, 3))
                    .text("\u00fc")
                    .raw(array, 3, 2)
                    .end();

            assertThat(written()).isEqualTo("5b000c" + "04" + "00036b6579" + "0002c3bc" + "7978");
        }

        @Test
        void holdsAPayloadOf65535Bytes() {
            out.begin(MessageType.GET).bytes(new byte[65_533], 0, 65_533).end();

            assertThat(out.toBytes()).hasSize(3 + 65_535).startsWith(3, 0xff, 0xff, 0xff, 0xfd);
        }

        @Test
        void cannotBeBegunWithinAnother() {
            out.begin(MessageType.PUT);

            assertThatThrownBy(() -> out.begin(MessageType.GET))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessageContaining("GET");
        }

        @Test
        void cannotBeEndedBeforeItIsBegun() {
            assertThatThrownBy(out::end).isInstanceOf(IllegalStateException.class);

            assertThat(out.size()).isZero();
        }
    }

    @Nested
    class ANumber {
        static Stream<Arguments> inRange() {
            return Stream.of(
                    number("u8", out -> out.u8(0), "00"),
                    number("u8", out -> out.u8(255), "ff"),
                    number("u16", out -> out.u16(0), "0000"),
                    number("u16", out -> out.u16(0x1234), "1234"),
                    number("u16", out -> out.u16(65_535), "ffff"),
                    number("u32", out -> out.u32(0), "00000000"),
                    number("u32", out -> out.u32(0x12345678), "12345678"),
                    number("u32", out -> out.u32(4_294_967_295L), "ffffffff"),
                    number("u64", out -> out.u64(0), "0000000000000000"),
                    number("u64", out -> out.u64(0x123456789abcdef0L), "123456789abcdef0"),
                    number("u64", out -> out.u64(Long.MIN_VALUE), "8000000000000000"),
                    number("u64", out -> out.u64(-1), "ffffffffffffffff"));
        }

        static Stream<Arguments> outOfRange() {
            return Stream.of(
                    number("u8", out -> out.u8(-1), "0..255: -1"),
                    number("u8", out -> out.u8(256), "0..255: 256"),
                    number("u16", out -> out.u16(-1), "0..65535: -1"),
                    number("u16", out -> out.u16(65_536), "0..65535: 65536"),
                    number("u32", out -> out.u32(-1), "0..4294967295: -1"),
                    number("u32", out -> out.u32(4_294_967_296L), "0..4294967295: 4294967296"));
        }

        private static Arguments number(String type, Consumer<FrameWriter> append, String expected) {
            return Arguments.of(type, append, expected);
        }

        @ParameterizedTest(name = "{0} {2}")
        @MethodSource("inRange")
        void isWrittenBigEndian(String type, Consumer<FrameWriter> append, String expected) {
            append.accept(out);

            assertThat(written()).isEqualTo(expected);
        }

        @ParameterizedTest(name = "{0} {2}")
        @MethodSource("outOfRange")
        void outsideItsRangeIsRefusedAndTakesItsFrameBack(String type, Consumer<FrameWriter> append, String expected) {
            out.begin(MessageType.SHUTDOWN).end();
            out.begin(MessageType.STORE_REQUEST).u32(7);

            assertThatThrownBy(() -> append.accept(out))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("a number in a frame must be " + expected);

            assertThat(written()).isEqualTo("5a0000");
            out.begin(MessageType.WORKER_REGISTRY_END).end();
            assertThat(written()).isEqualTo("5a0000" + "100000");
        }

        @ParameterizedTest(name = "{0} {2}")
        @MethodSource("outOfRange")
        void outsideItsRangeIsRefusedBetweenFramesToo(String type, Consumer<FrameWriter> append, String expected) {
            out.begin(MessageType.SHUTDOWN).end();

            assertThatThrownBy(() -> append.accept(out)).isInstanceOf(IllegalArgumentException.class);

            assertThat(written()).isEqualTo("5a0000");
        }
    }

    @Nested
    class AFrameThatIsTooLong {
        @Test
        void isTakenBackAtItsEnd() {
            out.begin(MessageType.SHUTDOWN).end();
            out.begin(MessageType.PUT).bytes(new byte[65_530], 0, 65_530).bytes(new byte[2], 0, 2);

            assertThatThrownBy(out::end)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("PUT: a payload holds at most 65535 bytes: 65536");

            assertThat(written()).isEqualTo("5a0000");
            out.begin(MessageType.SHUTDOWN).end();
            assertThat(written()).isEqualTo("5a00005a0000");
        }

        @Test
        void isTakenBackAtAFieldThatNoLengthCanSay() {
            out.begin(MessageType.GET);

            assertThatThrownBy(() -> out.bytes(new byte[65_536], 0, 65_536))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("65536");

            assertThat(out.size()).isZero();
        }

        @Test
        void isTakenBackAtATextThatNoLengthCanSay() {
            out.begin(MessageType.ERROR).u8(0);

            assertThatThrownBy(() -> out.text("\u00fc".repeat(32_768)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("65536");

            assertThat(out.size()).isZero();
        }
    }

    @Nested
    class Taking {
        @Test
        void leavesTheBytesBehind() {
            out.raw(new byte[] {1, 2, 3, 4, 5}, 0, 5);

            out.take(2);

            assertThat(out.size()).isEqualTo(3);
            assertThat(out.toBytes()).containsExactly(3, 4, 5);
            assertThat(out.array()[out.offset()]).isEqualTo((byte) 3);
        }

        @Test
        void ofNothingChangesNothing() {
            out.raw(new byte[] {1}, 0, 1);

            out.take(0);

            assertThat(out.toBytes()).containsExactly(1);
        }

        @ParameterizedTest
        @ValueSource(ints = {-1, 4})
        void ofMoreThanThereIsIsRefused(int count) {
            out.raw(new byte[] {1, 2, 3}, 0, 3);

            assertThatThrownBy(() -> out.take(count))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("count must be 0..3: " + count);

            assertThat(out.toBytes()).containsExactly(1, 2, 3);
        }

        @Test
        void isRefusedInTheMiddleOfAFrame() {
            out.begin(MessageType.PUT);

            assertThatThrownBy(() -> out.take(1)).isInstanceOf(IllegalStateException.class);
        }

        @Test
        void doesNotDisturbAFrameThatMakesTheBufferGrow() {
            out.raw(new byte[200], 0, 200);
            out.take(190);

            out.begin(MessageType.GET).bytes(new byte[1_000], 0, 1_000).end();

            assertThat(out.size()).isEqualTo(10 + 3 + 2 + 1_000);
            out.take(10);
            assertThat(out.toBytes()).startsWith(3, 0x03, 0xea, 0x03, 0xe8);
        }
    }

    @Nested
    class Memory {
        @Test
        void isNoneBeforeTheFirstByte() {
            assertThat(out.array()).isEmpty();
        }

        @Test
        void isUsedAgainWhereHalfOfItHasBeenTaken() {
            out.raw(new byte[256], 0, 256);
            byte[] array = out.array();
            assertThat(array).hasSize(256);
            out.take(200);

            out.raw(new byte[] {1, 2, 3}, 0, 3);

            assertThat(out.array()).isSameAs(array);
            assertThat(out.size()).isEqualTo(59);
        }

        @Test
        void growsByDoublingSoThatAppendingIsLinear() {
            int arrays = 0;
            byte[] array = out.array();
            for (int i = 0; i < 1_000_000; i++) {
                out.u8(1);
                if (out.array() != array) {
                    array = out.array();
                    arrays++;
                }
            }

            assertThat(arrays).isLessThan(20);
            assertThat(array.length).isLessThanOrEqualTo(2_000_000);
        }

        @Test
        void isLetGoOnceALotHasBeenTaken() {
            out.raw(new byte[100_000], 0, 100_000);

            out.take(99_999);
            assertThat(out.array().length).isGreaterThanOrEqualTo(100_000);

            out.take(1);
            assertThat(out.array()).isEmpty();
            assertThat(out.size()).isZero();
        }

        @Test
        void isKeptWhereItIsLittle() {
            out.raw(new byte[8_192], 0, 8_192);
            byte[] array = out.array();

            out.take(8_192);
            out.raw(new byte[8_192], 0, 8_192);

            assertThat(out.array()).isSameAs(array);
        }
    }
}
