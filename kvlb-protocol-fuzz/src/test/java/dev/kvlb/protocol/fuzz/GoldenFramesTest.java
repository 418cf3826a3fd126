package dev.kvlb.protocol.fuzz;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.FieldName;
import dev.kvlb.protocol.Frame;
import dev.kvlb.protocol.FrameCodec;
import dev.kvlb.protocol.FrameReader;
import dev.kvlb.protocol.MalformedFrameException;
import dev.kvlb.protocol.Message;
import dev.kvlb.protocol.MessageType;
import dev.kvlb.protocol.fuzz.ConformanceFile.Largest;
import dev.kvlb.protocol.fuzz.ConformanceFile.Valid;
import dev.kvlb.protocol.fuzz.DocumentedLayouts.FieldLayout;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The frames of the conformance files, those of the base protocol and those of the extensions. */
class GoldenFramesTest {
    @Nested
    class AValidRow {
        static Stream<Valid> rows() {
            return ConformanceFile.ALL.stream().flatMap(file -> file.valid().stream());
        }

        @ParameterizedTest
        @MethodSource("rows")
        void decodesToItsMessage(Valid row) throws IOException {
            assertThat(FrameCodec.decode(row.frame())).isEqualTo(DocumentedLayouts.message(row.type(), row.fields()));
        }

        @ParameterizedTest
        @MethodSource("rows")
        void isWhatItsMessageEncodesTo(Valid row) {
            Message message = DocumentedLayouts.message(row.type(), row.fields());

            assertThat(FrameCodec.encode(message)).isEqualTo(row.frame());
            assertThat(FrameCodec.encodedLength(message)).isEqualTo(row.frame().length);
        }

        @ParameterizedTest
        @MethodSource("rows")
        void showsEachFieldByNameInAFrameView(Valid row) throws IOException {
            byte[] around = new byte[row.frame().length + 9];
            System.arraycopy(row.frame(), 0, around, 4, row.frame().length);

            Frame frame = new Frame().wrap(around, 4, row.frame().length);

            assertThat(frame.type()).isSameAs(row.type());
            assertThat(frame.type().code()).isEqualTo(row.code());
            assertThat(frame.length()).isEqualTo(row.frame().length);
            for (FieldLayout field : DocumentedLayouts.of(row.type())) {
                assertFieldOf(frame, field, row.fields().get(field.name()));
            }
        }

        @ParameterizedTest
        @MethodSource("rows")
        void comesOutOfAReaderAsItWentIn(Valid row) throws IOException {
            List<Message> messages = new ArrayList<>();

            new FrameReader().read(row.frame(), 0, row.frame().length, frame -> messages.add(FrameCodec.decode(frame)));

            assertThat(messages).containsExactly(DocumentedLayouts.message(row.type(), row.fields()));
        }

        private void assertFieldOf(Frame frame, FieldLayout field, JsonNode expected) {
            FieldName name = field.fieldName();
            if (field.isNumber()) {
                assertThat(frame.number(name))
                        .as(field.name())
                        .isEqualTo(expected.bigIntegerValue().longValue());
                assertThat(frame.length(name)).as(field.name()).isEqualTo(field.width());
                return;
            }
            byte[] content = HexFormat.of().parseHex(expected.asText());
            int start = frame.start(name);
            assertThat(Arrays.copyOfRange(frame.bytes(), start, start + frame.length(name)))
                    .as(field.name())
                    .isEqualTo(content);
            switch (name) {
                case KEY -> assertThat(frame.key().toBytes()).isEqualTo(content);
                case VALUE -> assertThat(frame.value().toBytes()).isEqualTo(content);
                default ->
                    assertThat(frame.text(name).getBytes(StandardCharsets.UTF_8))
                            .isEqualTo(content);
            }
        }
    }

    @Nested
    class ALargestRow {
        static Stream<Largest> rows() {
            return ConformanceFile.ALL.stream().flatMap(file -> file.largest().stream());
        }

        @ParameterizedTest
        @MethodSource("rows")
        void fillsItsFrameToTheLastByteAndComesBack(Largest row) throws IOException {
            Message message = DocumentedLayouts.filled(row.type(), row.keyBytes(), row.valueBytes());

            byte[] frame = FrameCodec.encode(message);

            assertThat(frame).hasSize(3 + 65_535);
            assertThat(frame[1]).isEqualTo((byte) 0xff);
            assertThat(frame[2]).isEqualTo((byte) 0xff);
            assertThat(FrameCodec.decode(frame)).isEqualTo(message);
            List<Message> messages = new ArrayList<>();
            new FrameReader().read(frame, 0, frame.length, read -> messages.add(FrameCodec.decode(read)));
            assertThat(messages).containsExactly(message);
        }

        @ParameterizedTest
        @MethodSource("rows")
        void isRefusedWithOneByteMore(Largest row) {
            Message message = DocumentedLayouts.filled(row.type(), row.keyBytes(), row.valueBytes() + 1);

            assertThatThrownBy(() -> FrameCodec.encode(message))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessageContaining("65536")
                    .hasMessageContaining(row.type().name());
        }
    }

    @Nested
    class AnEntryOf65500Bytes {
        @Test
        void fitsEveryFrameThatCarriesAKeyAndAValue() {
            assertThat(carriersOf(FieldName.VALUE)).hasSize(12).allSatisfy(type -> {
                assertThat(FrameCodec.encode(DocumentedLayouts.filled(type, 1, 65_499)))
                        .hasSizeLessThanOrEqualTo(3 + 65_535);
                assertThat(FrameCodec.encode(DocumentedLayouts.filled(type, 65_500, 0)))
                        .hasSizeLessThanOrEqualTo(3 + 65_535);
            });
        }

        @Test
        void fitsEveryFrameThatCarriesAKeyAlsoWhereItIsAllKey() {
            assertThat(carriersOf(FieldName.KEY))
                    .containsAll(carriersOf(FieldName.VALUE))
                    .contains(MessageType.NOTIFY_DELETE, MessageType.VERSIONED_TOMBSTONE)
                    .allSatisfy(type -> assertThat(FrameCodec.encode(DocumentedLayouts.filled(type, 65_500, 0)))
                            .hasSizeLessThanOrEqualTo(3 + 65_535));
        }

        private List<MessageType> carriersOf(FieldName field) {
            return Stream.of(MessageType.values())
                    .filter(type -> type.fields().contains(field))
                    .toList();
        }
    }

    @Nested
    class WhatOthersAreShown {
        @Test
        void areTheFramesOfBothFilesWithTheirMessages() throws IOException {
            assertThat(GoldenFrames.valid()).hasSameSizeAs(AValidRow.rows().toList());
            for (GoldenFrames.Valid frame : GoldenFrames.valid()) {
                assertThat(FrameCodec.decode(frame.bytes()))
                        .as(frame.toString())
                        .isEqualTo(frame.message());
            }
        }

        @Test
        void isInDoubtWhatTheFilesSayIs() {
            assertThat(GoldenFrames.doubtful())
                    .extracting(GoldenFrames.Doubtful::hex)
                    .containsExactlyElementsOf(ConformanceFile.ALL.stream()
                            .flatMap(file -> file.malformed().stream())
                            .map(ConformanceFile.Malformed::hex)
                            .toList());
            assertThat(GoldenFrames.doubtful())
                    .extracting(GoldenFrames.Doubtful::verdict)
                    .contains(GoldenFrames.Verdict.values());
            assertThat(GoldenFrames.doubtful())
                    .filteredOn(frame -> frame.verdict() == GoldenFrames.Verdict.MALFORMED)
                    .allSatisfy(frame -> assertThatThrownBy(() -> FrameCodec.decode(frame.bytes()))
                            .isInstanceOf(MalformedFrameException.class));
        }
    }

    @Nested
    class TheFiles {
        @Test
        void giveTheCodeOfEveryType() {
            Map<String, Integer> codes = new TreeMap<>();
            ConformanceFile.ALL.forEach(file -> codes.putAll(file.codes()));

            assertThat(codes)
                    .isEqualTo(Stream.of(MessageType.values())
                            .collect(Collectors.toMap(MessageType::name, MessageType::code)));
        }

        @Test
        void agreeOnWhatIsAnExtension() {
            assertThat(ConformanceFile.BASE.codes().keySet())
                    .allSatisfy(name ->
                            assertThat(MessageType.valueOf(name).isExtension()).isFalse());
            assertThat(ConformanceFile.EXTENSIONS.codes().keySet())
                    .allSatisfy(name ->
                            assertThat(MessageType.valueOf(name).isExtension()).isTrue());
        }

        @Test
        void haveAValidRowForEveryType() {
            assertThat(AValidRow.rows().map(Valid::type)).contains(MessageType.values());
        }

        @Test
        void giveTheFieldsOfEveryTypeInTheirOrder() {
            for (MessageType type : MessageType.values()) {
                assertThat(type.fields().stream().map(FieldName::toString))
                        .as(type.name())
                        .containsExactlyElementsOf(DocumentedLayouts.of(type).stream()
                                .map(FieldLayout::name)
                                .toList());
            }
        }

        @Test
        void giveTheErrorCodes() {
            Map<String, Integer> errors = ConformanceFile.BASE.errors();

            assertThat(errors).hasSize(7);
            errors.forEach((name, code) -> {
                assertThat(ErrorCode.of(code).toString()).isEqualTo(name);
                assertThat(ErrorCode.of(code).isKnown()).isTrue();
            });
        }
    }
}
