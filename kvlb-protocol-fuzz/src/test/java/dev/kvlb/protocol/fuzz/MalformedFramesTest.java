package dev.kvlb.protocol.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.Frame;
import dev.kvlb.protocol.FrameCodec;
import dev.kvlb.protocol.FrameReader;
import dev.kvlb.protocol.Key;
import dev.kvlb.protocol.MalformedFrameException;
import dev.kvlb.protocol.Message;
import dev.kvlb.protocol.fuzz.ConformanceFile.Malformed;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The rows of the conformance files that are no frames, or not ones to be taken at face value. */
class MalformedFramesTest {
    /** What a decoder finds wrong with a frame, and where. */
    record Fault(String field, int offset, String expected, String found) {
        static Fault tooShort(String field, int offset, int expected, int found) {
            return new Fault(field, offset, expected + " bytes", found + " bytes");
        }

        static Fault trailing(int offset, int bytes) {
            return new Fault("end", offset, "the end of the frame", bytes + " more bytes");
        }

        static Fault of(MalformedFrameException e) {
            return new Fault(e.field(), e.offset(), e.expected(), e.found());
        }
    }

    /** The shared file says only that these are malformed; this says why, by note. */
    private static final Map<String, Fault> BASE_FAULTS = Map.ofEntries(
            Map.entry("type 0", new Fault("type", 0, "a type of the protocol", "0")),
            Map.entry("PUT, empty payload", Fault.tooShort("keyLen", 3, 2, 0)),
            Map.entry("PUT, payload of 1 byte", Fault.tooShort("keyLen", 3, 2, 1)),
            Map.entry("PUT, keyLen beyond payload", Fault.tooShort("key", 5, 5, 2)),
            Map.entry("PUT, key there, valueLen missing", Fault.tooShort("valueLen", 6, 2, 0)),
            Map.entry("PUT, valueLen beyond payload", Fault.tooShort("value", 8, 5, 1)),
            Map.entry("PUT, trailing byte after value", Fault.trailing(9, 1)),
            Map.entry("GET, trailing bytes", Fault.trailing(6, 2)),
            Map.entry("GET_RESPONSE, valueLen missing", Fault.tooShort("valueLen", 8, 2, 0)),
            Map.entry("STORE_REQUEST, shorter than clientId", Fault.tooShort("clientId", 3, 4, 3)),
            Map.entry("WORKER_READY, payload too short", Fault.tooShort("peerPort", 7, 2, 1)),
            Map.entry("WORKER_READY, trailing byte", Fault.trailing(9, 1)),
            Map.entry("WORKER_ENTRY, addrLen beyond payload", Fault.tooShort("address", 9, 255, 2)),
            Map.entry("WORKER_REGISTRY_END with a payload", Fault.trailing(3, 1)),
            Map.entry("SHUTDOWN with a payload", Fault.trailing(3, 1)),
            Map.entry("ERROR, messageLen beyond payload", Fault.tooShort("message", 6, 9, 1)),
            Map.entry("ERROR, no messageLen", Fault.tooShort("messageLen", 4, 2, 0)));

    static Stream<Malformed> rows(String expect) {
        return ConformanceFile.ALL.stream()
                .flatMap(file -> file.malformed().stream())
                .filter(row -> row.expect().equals(expect));
    }

    private static List<Message> read(byte[] bytes) throws IOException {
        List<Message> messages = new ArrayList<>();
        new FrameReader().read(bytes, 0, bytes.length, frame -> messages.add(FrameCodec.decode(frame)));
        return messages;
    }

    @Nested
    class AMalformedRow {
        static Stream<Malformed> malformed() {
            return rows("malformed");
        }

        @ParameterizedTest
        @MethodSource("malformed")
        void isRefusedByTheCodecWithWhatIsWrongAndWhere(Malformed row) {
            assertFault(row, catchThrowableOfType(MalformedFrameException.class, () -> FrameCodec.decode(row.frame())));
        }

        @ParameterizedTest
        @MethodSource("malformed")
        void isRefusedByTheReaderWithWhatIsWrongAndWhere(Malformed row) {
            assertFault(row, catchThrowableOfType(MalformedFrameException.class, () -> read(row.frame())));
        }

        @Test
        void isKnownByEachOfItsReasons() {
            assertThat(ConformanceFile.BASE.malformed().stream()
                            .filter(row -> row.expect().equals("malformed"))
                            .map(Malformed::note))
                    .containsExactlyInAnyOrderElementsOf(BASE_FAULTS.keySet());
        }

        private void assertFault(Malformed row, MalformedFrameException e) {
            Fault fault = row.row().has("field")
                    ? new Fault(
                            row.row().get("field").asText(),
                            row.row().get("offset").intValue(),
                            row.row().get("expected").asText(),
                            row.row().get("found").asText())
                    : BASE_FAULTS.get(row.note());
            assertThat(e).isNotNull();
            assertThat(Fault.of(e)).isEqualTo(fault);
            assertThat(e.typeCode()).isEqualTo(row.frame()[0] & 0xff);
        }
    }

    @Nested
    class AWellFormedFrameWithAnEmptyKey {
        static Stream<Malformed> emptyKeys() {
            return rows("invalid-key");
        }

        @ParameterizedTest
        @MethodSource("emptyKeys")
        void decodesSoThatItCanBeAnsweredWithInvalidKey(Malformed row) throws IOException {
            Frame frame = new Frame().wrap(row.frame(), 0, row.frame().length);

            assertThat(frame.key().length()).isZero();
            assertThat(FrameCodec.encode(FrameCodec.decode(frame))).isEqualTo(row.frame());
            assertThat(read(row.frame())).containsExactly(FrameCodec.decode(frame));
        }

        @Test
        void standsInBothFiles() {
            assertThat(emptyKeys()).hasSize(4);
        }
    }

    @Nested
    class AnUndefinedResult {
        @Test
        void isKeptAsItCame() throws IOException {
            Malformed row = rows("unknown-result").findFirst().orElseThrow();

            Message message = FrameCodec.decode(row.frame());

            assertThat(message).isEqualTo(new Message.PutResponse(ErrorCode.of(7), Key.of("ab")));
            assertThat(ErrorCode.of(7).isKnown()).isFalse();
            assertThat(FrameCodec.encode(message)).isEqualTo(row.frame());
        }
    }

    @Nested
    class AnUnknownExtension {
        static Stream<Malformed> unknown() {
            return rows("passed-over");
        }

        @ParameterizedTest
        @MethodSource("unknown")
        void isPassedOverByTheReader(Malformed row) throws IOException {
            assertThat(read(row.frame())).isEmpty();
        }

        @ParameterizedTest
        @MethodSource("unknown")
        void isNoMessageForTheCodec(Malformed row) {
            MalformedFrameException e =
                    catchThrowableOfType(MalformedFrameException.class, () -> FrameCodec.decode(row.frame()));

            assertThat(Fault.of(e))
                    .isEqualTo(new Fault("type", 0, "a type of the protocol", String.valueOf(row.frame()[0] & 0xff)));
        }

        @Test
        void standsInTheFileOfTheExtensions() {
            assertThat(unknown()).hasSize(2);
        }
    }

    @Test
    void everyRowIsOfAKindThatIsTestedHere() {
        assertThat(ConformanceFile.ALL.stream()
                        .flatMap(file -> file.malformed().stream())
                        .map(Malformed::expect))
                .containsOnly("malformed", "invalid-key", "unknown-result", "passed-over");
    }
}
