package dev.kvlb.cli.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class ShownTest {
    private static String shown(String text) {
        return Shown.of(text.getBytes(UTF_8), 20);
    }

    @ParameterizedTest
    @ValueSource(strings = {"Wien", "Bad Ischl", "Österreich", "it's", "a \"b\"", "C:\\temp", "🎉"})
    void plainTextIsShownAsItIs(String text) {
        assertThat(shown(text)).isEqualTo(text);
    }

    @Test
    void whatIsNoPlainTextIsQuotedAndEscaped() {
        assertThat(shown("ö\n\t\r\u001b[31m")).isEqualTo("\"ö\\n\\t\\r\\x1b[31m\"");
        assertThat(shown("")).isEqualTo("\"\"");
        assertThat(shown(" a")).isEqualTo("\" a\"");
        assertThat(shown("\"a\\")).isEqualTo("\"\\\"a\\\\\"");
        assertThat(shown("a\u202eb")).isEqualTo("\"a\\xe2\\x80\\xaeb\"");
        assertThat(Shown.of(new byte[] {'a', -1, '"', 0}, 20)).isEqualTo("\"a\\xff\\\"\\x00\"");
    }

    @Test
    void whatIsLongIsCutAndSaysHowLongItIs() {
        assertThat(shown("x".repeat(20))).isEqualTo("x".repeat(20));
        assertThat(shown("x".repeat(2_000))).isEqualTo("x".repeat(20) + "... (2,000 bytes)");
        assertThat(shown("🎉".repeat(21))).isEqualTo("🎉".repeat(20) + "... (84 bytes)");
        assertThat(Shown.of(new byte[100], 20)).isEqualTo("\"" + "\\x00".repeat(5) + "\"... (100 bytes)");
    }

    @Property
    void whatIsShownWholeIsReadBackAsTheSameBytes(@ForAll byte[] bytes) {
        String shown = Shown.of(bytes, Integer.MAX_VALUE);

        if (shown.startsWith("\"")) {
            assertThat(Words.of(shown.getBytes(UTF_8)))
                    .singleElement()
                    .satisfies(word -> assertThat(word.bytes()).isEqualTo(bytes));
        } else {
            assertThat(shown.getBytes(UTF_8)).isEqualTo(bytes);
        }
    }

    @Property
    void anyTextIsAWordThatIsReadBack(@ForAll String text) {
        String word = Shown.asWord(text);

        assertThat(Words.of(word.getBytes(UTF_8)))
                .extracting(Word::text)
                .isEqualTo(List.of(new String(text.getBytes(UTF_8), UTF_8)));
    }
}
