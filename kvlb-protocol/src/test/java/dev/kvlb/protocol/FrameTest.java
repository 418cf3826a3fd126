package dev.kvlb.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import java.io.IOException;
import java.util.Arrays;
import java.util.HexFormat;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class FrameTest {
    private final Frame frame = new Frame();

    private static byte[] hex(String hex) {
        return HexFormat.of().parseHex(hex);
    }

    @Nested
    class WrappedAroundAFrameWithinOtherBytes {
        // PUT, 10 bytes: key "key" (2 + 3), value "ab!" (2 + 3)
        private final byte[] bytes = hex("ffff" + "01000a" + "00036b6579" + "0003616221" + "ffff");

        @BeforeEach
        void wrap() throws IOException {
            frame.wrap(bytes, 2, 13);
        }

        @Test
        void showsWhereItLies() {
            assertThat(frame.bytes()).isSameAs(bytes);
            assertThat(frame.offset()).isEqualTo(2);
            assertThat(frame.length()).isEqualTo(13);
            assertThat(frame.payloadOffset()).isEqualTo(5);
            assertThat(frame.payloadLength()).isEqualTo(10);
        }

        @Test
        void showsKeyAndValueWithoutACopy() {
            assertThat(frame.key().array()).isSameAs(bytes);
            assertThat(frame.key().toUtf8()).isEqualTo("key");
            assertThat(frame.value().array()).isSameAs(bytes);
            assertThat(frame.value().toUtf8()).isEqualTo("ab!");
        }

        @Test
        void usesItsSlicesAgain() throws IOException {
            ByteSlice key = frame.key();

            frame.wrap(hex("030004" + "00026364"), 0, 7);

            assertThat(frame.key()).isSameAs(key);
            assertThat(key.toUtf8()).isEqualTo("cd");
        }

        @Test
        void saysItsTypeAndLengthButNoContent() {
            assertThat(frame).hasToString("PUT[10 bytes]");
        }

        @Test
        void hasNoFieldOfAnotherType() {
            assertThatThrownBy(() -> frame.number(FieldName.CLIENT_ID))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("PUT has no field clientId");
            assertThatThrownBy(() -> frame.start(FieldName.ADDRESS)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> frame.length(FieldName.RESULT)).isInstanceOf(IllegalArgumentException.class);
            assertThatThrownBy(() -> frame.text(FieldName.MESSAGE)).isInstanceOf(IllegalArgumentException.class);
        }

        @Test
        void hasNoNumberInAFieldOfBytes() {
            assertThatThrownBy(() -> frame.number(FieldName.KEY))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("key of PUT is no number");
        }

        @Test
        void hasNoValueWhereTheTypeHasNone() throws IOException {
            frame.wrap(hex("030004" + "00026364"), 0, 7);

            assertThatThrownBy(frame::value)
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("GET has no field value");
        }
    }

    @Nested
    class WrappedAroundWhatIsNoFrame {
        @ParameterizedTest
        @CsvSource({
            "'',     0,   header, 0, 3 bytes, 0 bytes",
            "5a,     90,  header, 0, 3 bytes, 1 bytes",
            "5a00,   90,  header, 0, 3 bytes, 2 bytes",
            "000000, 0,   type, 0, a type of the protocol, 0",
            "ff0000, 255, type, 0, a type of the protocol, 255",
            "5a0001, 90,  length, 1, the payload's 0 bytes, 1 bytes",
            "5a000000, 90, length, 1, the payload's 1 bytes, 0 bytes",
        })
        void saysWhatIsWrongAndWhere(
                String bytes, int typeCode, String field, int offset, String expected, String found) {
            byte[] array = hex(bytes);

            MalformedFrameException e =
                    catchThrowableOfType(MalformedFrameException.class, () -> frame.wrap(array, 0, array.length));

            assertThat(e.typeCode()).isEqualTo(typeCode);
            assertThat(e.field()).isEqualTo(field);
            assertThat(e.offset()).isEqualTo(offset);
            assertThat(e.expected()).isEqualTo(expected);
            assertThat(e.found()).isEqualTo(found);
        }

        @Test
        void countsOffsetsFromTheFrameAndNotFromTheArray() {
            byte[] array = hex("aaaa" + "010003000161" + "aa");

            MalformedFrameException e =
                    catchThrowableOfType(MalformedFrameException.class, () -> frame.wrap(array, 2, 6));

            assertThat(e.field()).isEqualTo("valueLen");
            assertThat(e.offset()).isEqualTo(6);
        }
    }

    @Nested
    class TextThatIsNotUtf8 {
        @ParameterizedTest
        @CsvSource({
            "ff, ?",
            "61c3, a?",
            "61c362, a?b",
            "e282, ?",
            "efbfbd, \ufffd", // the replacement character itself is a character
            "ffefbfbd, ?\ufffd",
        })
        void isReadWithQuestionMarks(String message, String text) throws IOException {
            byte[] content = hex(message);
            FrameWriter out = new FrameWriter();
            out.begin(MessageType.ERROR).u8(0).bytes(content, 0, content.length).end();

            frame.wrap(out.toBytes(), 0, out.size());

            assertThat(frame.text(FieldName.MESSAGE)).isEqualTo(text);
        }

        @Test
        void stillFitsAFrameAfterItWasRead() throws IOException {
            byte[] content = new byte[65_532];
            Arrays.fill(content, (byte) 0xff);
            FrameWriter out = new FrameWriter();
            out.begin(MessageType.ERROR).u8(0).bytes(content, 0, content.length).end();

            Message message = FrameCodec.decode(out.toBytes());

            assertThat(FrameCodec.decode(FrameCodec.encode(message))).isEqualTo(message);
        }
    }
}
