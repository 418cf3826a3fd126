package dev.kvlb.protocol.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.protocol.FrameCodec;
import dev.kvlb.protocol.FrameReader;
import dev.kvlb.protocol.FrameWriter;
import dev.kvlb.protocol.Message;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The recorded session of the reference implementation, byte for byte. */
class RecordedSessionTest {
    /** The frames of each connection and direction, in their order. */
    static Stream<List<RecordedSession.Frame>> streams() {
        Map<String, List<RecordedSession.Frame>> streams = new LinkedHashMap<>();
        RecordedSession.frames()
                .forEach(frame -> streams.computeIfAbsent(
                                frame.connection() + " " + frame.from(), name -> new ArrayList<>())
                        .add(frame));
        return streams.values().stream();
    }

    @Nested
    class EachFrame {
        static List<RecordedSession.Frame> recorded() {
            return RecordedSession.frames();
        }

        @ParameterizedTest
        @MethodSource("recorded")
        void decodesToItsTypeAndEncodesToTheSameBytes(RecordedSession.Frame recorded) throws IOException {
            Message message = recorded.message();

            assertThat(message.type().name()).isEqualTo(recorded.type());
            assertThat(FrameCodec.encode(message)).isEqualTo(recorded.bytes());
        }

        @ParameterizedTest
        @MethodSource("recorded")
        void isWhatTheDocumentedLayoutGives(RecordedSession.Frame recorded) throws IOException {
            assertThat(DocumentedLayouts.encode(FrameCodec.decode(recorded.bytes())))
                    .isEqualTo(recorded.bytes());
        }
    }

    @Nested
    class EachStream {
        static Stream<List<RecordedSession.Frame>> recorded() {
            return streams();
        }

        @ParameterizedTest
        @MethodSource("recorded")
        void readInPiecesOfAnySizeIsTheSameBytesAgain(List<RecordedSession.Frame> recorded) throws IOException {
            byte[] stream = bytesOf(recorded);
            for (long seed = 0; seed < 20; seed++) {
                List<Message> messages = new ArrayList<>();
                FrameReader reader = new FrameReader();
                for (byte[] piece : randomSplit(new Random(seed)).pieces(stream)) {
                    reader.read(piece, 0, piece.length, frame -> messages.add(FrameCodec.decode(frame)));
                }

                assertThat(messages.stream().map(message -> message.type().name()))
                        .as("seed %d", seed)
                        .containsExactlyElementsOf(recorded.stream()
                                .map(RecordedSession.Frame::type)
                                .toList());
                FrameWriter out = new FrameWriter();
                messages.forEach(message -> FrameCodec.write(message, out));
                assertThat(out.toBytes()).as("seed %d", seed).isEqualTo(stream);
                assertThat(reader.bufferedBytes()).isZero();
            }
        }

        private byte[] bytesOf(List<RecordedSession.Frame> recorded) {
            ByteArrayOutputStream stream = new ByteArrayOutputStream();
            recorded.forEach(frame -> stream.writeBytes(frame.bytes()));
            return stream.toByteArray();
        }

        private Split randomSplit(Random random) {
            int sizeMax = 1 << (1 + random.nextInt(9));
            return new Split(IntStream.range(0, 50)
                    .mapToObj(i -> 1 + random.nextInt(sizeMax))
                    .toList());
        }
    }

    @Test
    void theRecordHoldsAllThatWasRecorded() {
        assertThat(RecordedSession.frames()).hasSize(101);
        assertThat(streams()).hasSize(10);
    }
}
