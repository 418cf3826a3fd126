package dev.kvlb.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kvlb.protocol.Message.Get;
import dev.kvlb.protocol.Message.Heartbeat;
import dev.kvlb.protocol.Message.Put;
import dev.kvlb.protocol.Message.Shutdown;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class FrameReaderTest {
    private static final Put PUT = new Put(Key.of("user42"), Value.of("blue"));
    private static final Get GET = new Get(Key.of("user42"));
    private static final Message HEARTBEAT = new Heartbeat(-1, 0);

    private final RecordingSink sink = new RecordingSink();
    private final FrameReader reader = new FrameReader();

    private static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex.replace(" ", ""));
    }

    private static byte[] frames(Message... messages) {
        FrameWriter out = new FrameWriter();
        for (Message message : messages) {
            FrameCodec.write(message, out);
        }
        return out.toBytes();
    }

    private static boolean read(FrameReader reader, byte[] piece, FrameSink sink) throws IOException {
        return reader.read(piece, 0, piece.length, sink);
    }

    private static void readByteByByte(FrameReader reader, byte[] stream, FrameSink sink) throws IOException {
        for (int i = 0; i < stream.length; i++) {
            reader.read(stream, i, 1, sink);
        }
    }

    @Nested
    class WholeFrames {
        @Test
        void areHandedOnWhereTheyLie() throws IOException {
            byte[] piece = frames(PUT, GET);
            List<Integer> offsets = new ArrayList<>();

            boolean open = read(reader, piece, frame -> {
                assertThat(frame.bytes()).isSameAs(piece);
                offsets.add(frame.offset());
                return true;
            });

            assertThat(open).isTrue();
            assertThat(offsets).containsExactly(0, 17);
            assertThat(reader.bufferedBytes()).isZero();
        }

        @Test
        void areFoundBetweenTheBytesThatAreNotPartOfThePiece() throws IOException {
            byte[] around = hex("ffffff 5a0000 ffffff");

            reader.read(around, 3, 3, sink);

            assertThat(sink.messages()).containsExactly(new Shutdown());
            assertThat(reader.bufferedBytes()).isZero();
        }

        @Test
        void mayBeNone() throws IOException {
            assertThat(read(reader, new byte[0], sink)).isTrue();
            assertThat(sink.messages()).isEmpty();
        }
    }

    @Nested
    class AFrameInPieces {
        @Test
        void isHandedOnWithItsLastByteAndNotBefore() throws IOException {
            byte[] frame = frames(PUT);

            reader.read(frame, 0, frame.length - 1, sink);

            assertThat(sink.messages()).isEmpty();
            assertThat(reader.bufferedBytes()).isEqualTo(frame.length - 1);

            reader.read(frame, frame.length - 1, 1, sink);

            assertThat(sink.messages()).containsExactly(PUT);
            assertThat(reader.bufferedBytes()).isZero();
        }

        @Test
        void leavesTheFramesBehindItWhereTheyLie() throws IOException {
            byte[] stream = frames(PUT, GET);
            List<Boolean> inPlace = new ArrayList<>();

            reader.read(stream, 0, 5, sink);
            reader.read(stream, 5, stream.length - 5, frame -> inPlace.add(frame.bytes() == stream));

            assertThat(inPlace).containsExactly(false, true);
        }

        @Test
        void mayHaveNoPayload() throws IOException {
            readByteByByte(reader, frames(new Shutdown(), new Shutdown()), sink);

            assertThat(sink.messages()).containsExactly(new Shutdown(), new Shutdown());
        }
    }

    @Nested
    class AnUnknownExtension {
        private final byte[] stream = hex("ff0005 0102030405 5a0000 fefff0" + "00".repeat(0xfff0) + "5a0000");

        @Test
        void isPassedOver() throws IOException {
            read(reader, stream, sink);

            assertThat(sink.messages()).containsExactly(new Shutdown(), new Shutdown());
            assertThat(reader.bufferedBytes()).isZero();
        }

        @Test
        void isPassedOverInPieces() throws IOException {
            readByteByByte(reader, stream, sink);

            assertThat(sink.messages()).containsExactly(new Shutdown(), new Shutdown());
            assertThat(reader.bufferedBytes()).isZero();
        }

        @Test
        void isNotShownToASinkThatStops() throws IOException {
            RecordingSink stopping = new RecordingSink(List.of(false));

            assertThat(read(reader, stream, stopping)).isFalse();
            assertThat(reader.resume(stopping)).isFalse();
            assertThat(reader.resume(stopping)).isTrue();

            assertThat(stopping.messages()).hasSize(2);
        }
    }

    @Nested
    class AnUnknownBaseType {
        @ParameterizedTest
        @ValueSource(strings = {"000000", "050000", "7f0000", "7fffff"})
        void isMalformedAsSoonAsItsHeaderIsThere(String header) throws IOException {
            byte[] bytes = hex(header);
            reader.read(bytes, 0, 2, sink);

            MalformedFrameException e =
                    catchThrowableOfType(MalformedFrameException.class, () -> reader.read(bytes, 2, 1, sink));

            assertThat(e.typeCode()).isEqualTo(bytes[0]);
            assertThat(e.field()).isEqualTo("type");
            assertThat(sink.messages()).isEmpty();
        }

        @Test
        void comesAfterTheFramesBeforeIt() {
            byte[] bytes = hex("5a0000 8f0000 000000 5a0000");

            assertThatThrownBy(() -> read(reader, bytes, sink)).isInstanceOf(MalformedFrameException.class);

            assertThat(sink.messages()).containsExactly(new Shutdown(), new Message.ViewEnd());
        }
    }

    @Nested
    class ALimitOnPayloads {
        private final FrameReader limited = new FrameReader(14);

        @Test
        void letsAPayloadOfExactlyThatLengthPass() throws IOException {
            readByteByByte(limited, frames(PUT), sink);

            assertThat(sink.messages()).containsExactly(PUT);
        }

        @ParameterizedTest
        @ValueSource(strings = {"01000f", "ff000f", "01ffff"})
        void isCheckedAsSoonAsTheHeaderIsThere(String header) {
            MalformedFrameException e =
                    catchThrowableOfType(MalformedFrameException.class, () -> read(limited, hex(header), sink));

            assertThat(e.field()).isEqualTo("length");
            assertThat(e.offset()).isEqualTo(1);
            assertThat(e.expected()).isEqualTo("at most 14 bytes");
            assertThat(e.found()).endsWith(" bytes");
        }

        @Test
        void holdsForAHeaderInPieces() {
            assertThatThrownBy(() -> readByteByByte(limited, hex("01000f"), sink))
                    .isInstanceOf(MalformedFrameException.class)
                    .hasMessageContaining("15 bytes");
        }

        @ParameterizedTest
        @ValueSource(ints = {-1, 65_536})
        void mustBeOneThatAHeaderCanSay(int payloadBytesMax) {
            assertThatThrownBy(() -> new FrameReader(payloadBytesMax))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("payloadBytesMax must be 0..65535: " + payloadBytesMax);
        }

        @ParameterizedTest
        @ValueSource(ints = {0, 65_535})
        void mayBeAnyThatAHeaderCanSay(int payloadBytesMax) {
            assertThatCode(() -> read(new FrameReader(payloadBytesMax), frames(new Shutdown()), sink))
                    .doesNotThrowAnyException();
        }
    }

    @Nested
    class ASinkThatStops {
        private final RecordingSink stopping = new RecordingSink(List.of(false));

        @Test
        void getsTheRestInOrderWhenItIsResumed() throws IOException {
            assertThat(read(reader, frames(PUT, GET, HEARTBEAT), stopping)).isFalse();
            assertThat(stopping.messages()).containsExactly(PUT);

            assertThat(reader.resume(stopping)).isFalse();
            assertThat(stopping.messages()).containsExactly(PUT, GET);

            assertThat(reader.resume(sink)).isTrue();
            assertThat(sink.messages()).containsExactly(HEARTBEAT);
        }

        @Test
        void getsWhatCameWhileItWasStoppedBehindWhatWasThere() throws IOException {
            byte[] stream = frames(PUT, GET, HEARTBEAT, PUT);
            reader.read(stream, 0, 20, stopping);

            assertThat(reader.read(stream, 20, stream.length - 20, stopping)).isFalse();

            assertThat(stopping.messages()).containsExactly(PUT);
            assertThat(reader.bufferedBytes()).isEqualTo(stream.length - 17);
            assertThat(reader.resume(sink)).isTrue();
            assertThat(sink.messages()).containsExactly(GET, HEARTBEAT, PUT);
        }

        @Test
        void getsWhatCameBehindARestThatWasPartlyTaken() throws IOException {
            read(reader, frames(PUT, PUT, GET), stopping);
            reader.resume(stopping);

            read(reader, frames(HEARTBEAT, PUT, PUT, PUT, PUT), stopping);

            assertThat(stopping.messages()).containsExactly(PUT, PUT);
            assertThat(reader.resume(sink)).isTrue();
            assertThat(sink.messages()).containsExactly(GET, HEARTBEAT, PUT, PUT, PUT, PUT);
        }

        @Test
        void isOpenAgainWhenNothingIsLeft() throws IOException {
            assertThat(read(reader, frames(PUT), stopping)).isFalse();

            assertThat(reader.resume(stopping)).isTrue();
            assertThat(stopping.messages()).containsExactly(PUT);
            assertThat(reader.bufferedBytes()).isZero();
        }

        @Test
        void getsAMalformedFrameReportedOnlyWhenItIsResumed() throws IOException {
            byte[] stream = hex("5a0000 5a000100 5a0000");

            assertThat(read(reader, stream, stopping)).isFalse();

            assertThatThrownBy(() -> reader.resume(stopping)).isInstanceOf(MalformedFrameException.class);
            assertThat(stopping.messages()).hasSize(1);
        }

        @Test
        void costsTimeInTheBytesThatWaitAndNotInTheirSquare() throws IOException {
            byte[] get = frames(GET);
            byte[] stream = new byte[get.length * 200_000];
            for (int at = 0; at < stream.length; at += get.length) {
                System.arraycopy(get, 0, stream, at, get.length);
            }
            int[] seen = {0};
            FrameSink counting = frame -> {
                seen[0]++;
                return false;
            };

            // Moving what is left for each frame would copy 220 GB here.
            read(reader, stream, counting);
            while (!reader.resume(counting)) {
                assertThat(reader.bufferedBytes()).isEqualTo(stream.length - seen[0] * get.length);
            }

            assertThat(seen[0]).isEqualTo(200_000);
        }
    }

    @Nested
    class ASinkThatRefuses {
        @Test
        void endsTheReadWithItsException() {
            MalformedFrameException refusal = MalformedFrameException.wrongSide(MessageType.PUT, "worker");

            assertThatThrownBy(() -> read(reader, frames(PUT, GET), frame -> {
                        throw refusal;
                    }))
                    .isSameAs(refusal);
        }
    }

    @Nested
    class AFrameView {
        @Test
        void showsNothingOnceTheCallIsOver() throws IOException {
            byte[] stream = frames(PUT);
            List<Frame> views = new ArrayList<>();
            List<ByteSlice> slices = new ArrayList<>();

            read(reader, stream, frame -> views.add(frame) && slices.add(frame.key()) && slices.add(frame.value()));

            assertThat(views).allSatisfy(view -> assertThat(view.bytes()).isEmpty());
            assertThat(slices).allSatisfy(slice -> assertThat(slice.array()).isEmpty());
        }

        @Test
        void neverReachesPastItsFrame() throws IOException {
            // The key's length would fit the bytes behind the frame, but not the frame.
            byte[] stream = hex("030003 0005 61 62626262 5a0000");

            MalformedFrameException e =
                    catchThrowableOfType(MalformedFrameException.class, () -> read(reader, stream, sink));

            assertThat(e.field()).isEqualTo("key");
            assertThat(e.found()).isEqualTo("1 bytes");
            assertThat(Arrays.copyOfRange(stream, 6, 10)).containsOnly(0x62);
        }
    }
}
