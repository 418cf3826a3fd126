package dev.kvlb.protocol;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KeyAndValueTest {
    @Nested
    class Equality {
        @Test
        void isThatOfTheBytes() {
            assertThat(Key.of("key"))
                    .isEqualTo(Key.of(new byte[] {'k', 'e', 'y'}))
                    .isEqualTo(Key.of(new byte[] {'x', 'k', 'e', 'y', 'x'}, 1, 3))
                    .hasSameHashCodeAs(Key.of(new byte[] {'k', 'e', 'y'}))
                    .isNotEqualTo(Key.of("kez"))
                    .isNotEqualTo(Key.of("ke"))
                    .isNotEqualTo(null);
            assertThat(Value.of("value"))
                    .isEqualTo(Value.of(new byte[] {'v', 'a', 'l', 'u', 'e'}))
                    .isEqualTo(Value.of(new byte[] {'v', 'a', 'l', 'u', 'e', 's'}, 0, 5))
                    .hasSameHashCodeAs(Value.of(new byte[] {'v', 'a', 'l', 'u', 'e'}))
                    .isNotEqualTo(Value.of("valve"));
        }

        @Test
        void isNeverThatOfAKeyAndAValue() {
            assertThat((Object) Key.of("same")).isNotEqualTo(Value.of("same"));
            assertThat((Object) Value.of("same")).isNotEqualTo(Key.of("same"));
        }
    }

    @Nested
    class TheBytes {
        @Test
        void areNotThoseOfTheCallerAfterwards() {
            byte[] source = {1, 2, 3};
            Key key = Key.of(source);
            Key part = Key.of(source, 1, 2);
            Value value = Value.of(source);
            Value rest = Value.of(source, 1, 2);

            source[1] = 9;
            key.toBytes()[1] = 9;
            value.toBytes()[1] = 9;

            assertThat(key.toBytes()).containsExactly(1, 2, 3);
            assertThat(part.toBytes()).containsExactly(2, 3);
            assertThat(value.toBytes()).containsExactly(1, 2, 3);
            assertThat(rest.toBytes()).containsExactly(2, 3);
        }

        @Test
        void areUtf8OfAText() {
            assertThat(Key.of("gr\u00fc\u00dfe").toBytes()).hasSize(7);
            assertThat(Key.of("gr\u00fc\u00dfe").toUtf8()).isEqualTo("gr\u00fc\u00dfe");
            assertThat(Value.of("\ud83d\udd11").toBytes()).hasSize(4);
            assertThat(Value.of("\ud83d\udd11").toUtf8()).isEqualTo("\ud83d\udd11");
            assertThat(Value.of(new byte[] {'a', (byte) 0xff}).toUtf8()).isEqualTo("a\ufffd");
        }
    }

    @Nested
    class TheLength {
        @Test
        void mayBeZero() {
            assertThat(Key.of("").length()).isZero();
            assertThat(Key.of("").isEmpty()).isTrue();
            assertThat(Value.of("")).isEqualTo(Value.EMPTY);
            assertThat(Value.EMPTY.isEmpty()).isTrue();
            assertThat(Value.of("v").isEmpty()).isFalse();
        }

        @Test
        void mayBeWhatTwoBytesCanSay() {
            assertThat(Key.of(new byte[65_535]).length()).isEqualTo(65_535);
            assertThat(Value.of(new byte[70_000], 100, 65_535).length()).isEqualTo(65_535);
        }

        @Test
        void mayNotBeMore() {
            assertThatThrownBy(() -> Key.of(new byte[65_536]))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("a Key has at most 65535 bytes: 65536");
            assertThatThrownBy(() -> Value.of("x".repeat(65_536)))
                    .isInstanceOf(IllegalArgumentException.class)
                    .hasMessage("a Value has at most 65535 bytes: 65536");
            assertThatThrownBy(() -> Key.of(new byte[70_000], 1, 65_536)).isInstanceOf(IllegalArgumentException.class);
        }

        @Test
        void mayNotReachOutOfTheArray() {
            assertThatThrownBy(() -> Key.of(new byte[3], 2, 2)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> Value.of(new byte[3], -1, 2)).isInstanceOf(IndexOutOfBoundsException.class);
            assertThatThrownBy(() -> Value.of(new byte[3], 1, -1)).isInstanceOf(IndexOutOfBoundsException.class);
        }
    }

    @Nested
    class ForPeople {
        @ParameterizedTest
        @CsvSource({
            "'user42', 'user42'",
            "'a b~!', 'a b~!'",
            "'tab\tend', 'tab\\x09end'",
            "'back\\slash', 'back\\x5cslash'",
            "'gr\u00fc', 'gr\\xc3\\xbc'",
            "'\u007f', '\\x7f'",
            "'', ''",
        })
        void bytesOtherThanPrintableAsciiAreEscaped(String key, String shown) {
            assertThat(Key.of(key)).hasToString(shown);
            assertThat(Value.of(key)).hasToString(shown);
        }

        @Test
        void aLineBreakCannotForgeALineOfALog() {
            assertThat(Key.of("k\r\nERROR all is lost")).hasToString("k\\x0d\\x0aERROR all is lost");
        }

        @Test
        void fortyBytesAreShownWhole() {
            assertThat(Key.of("k".repeat(40))).hasToString("k".repeat(40));
        }

        @Test
        void moreThanFortyAreCut() {
            assertThat(Key.of("k".repeat(41))).hasToString("k".repeat(40) + "... (41 bytes)");
            assertThat(Value.of(new byte[65_535])).hasToString("\\x00".repeat(40) + "... (65535 bytes)");
        }
    }
}
