package dev.kvlb.protocol;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HexFormat;
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
    /** One frame of the record. */
    record Recorded(String stream, String type, String hex) {
        byte[] frame() {
            return HexFormat.of().parseHex(hex);
        }

        @Override
        public String toString() {
            return stream + " " + type;
        }
    }

    static Stream<Recorded> frames() {
        List<Recorded> frames = new ArrayList<>();
        for (JsonNode row : ConformanceFile.read("reference-session.json").get("frames")) {
            String stream = row.get("connection").asText() + " "
                    + row.get("from").asText() + " to " + row.get("to").asText();
            frames.add(new Recorded(
                    stream, row.get("type").asText(), row.get("frame").asText()));
        }
        return frames.stream();
    }

    /** The frames of each connection and direction, in their order. */
    static Stream<List<Recorded>> streams() {
        Map<String, List<Recorded>> streams = new LinkedHashMap<>();
        frames().forEach(frame -> streams.computeIfAbsent(frame.stream(), name -> new ArrayList<>())
                .add(frame));
        return streams.values().stream();
    }

    @Nested
    class EachFrame {
        static Stream<Recorded> recorded() {
            return frames();
        }

        @ParameterizedTest
        @MethodSource("recorded")
        void decodesToItsTypeAndEncodesToTheSameBytes(Recorded recorded) throws IOException {
            Message message = FrameCodec.decode(recorded.frame());

            assertThat(message.type().name()).isEqualTo(recorded.type());
            assertThat(FrameCodec.encode(message)).isEqualTo(recorded.frame());
        }

        @ParameterizedTest
        @MethodSource("recorded")
        void isWhatTheDocumentedLayoutGives(Recorded recorded) throws IOException {
            assertThat(DocumentedLayouts.encode(FrameCodec.decode(recorded.frame())))
                    .isEqualTo(recorded.frame());
        }
    }

    @Nested
    class EachStream {
        static Stream<List<Recorded>> recorded() {
            return streams();
        }

        @ParameterizedTest
        @MethodSource("recorded")
        void readInPiecesOfAnySizeIsTheSameBytesAgain(List<Recorded> recorded) throws IOException {
            byte[] stream = bytesOf(recorded);
            for (long seed = 0; seed < 20; seed++) {
                RecordingSink sink = new RecordingSink();
                FrameReader reader = new FrameReader();
                for (byte[] piece : randomSplit(new Random(seed)).pieces(stream)) {
                    reader.read(piece, 0, piece.length, sink);
                }

                assertThat(sink.messages().stream()
                                .map(message -> message.type().name()))
                        .as("seed %d", seed)
                        .containsExactlyElementsOf(
                                recorded.stream().map(Recorded::type).toList());
                FrameWriter out = new FrameWriter();
                sink.messages().forEach(message -> FrameCodec.write(message, out));
                assertThat(out.toBytes()).as("seed %d", seed).isEqualTo(stream);
                assertThat(reader.bufferedBytes()).isZero();
            }
        }

        private byte[] bytesOf(List<Recorded> recorded) {
            ByteArrayOutputStream stream = new ByteArrayOutputStream();
            recorded.forEach(frame -> stream.writeBytes(frame.frame()));
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
        assertThat(frames()).hasSize(101);
        assertThat(streams()).hasSize(10);
    }
}
