package dev.kvlb.cli.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class WordsTest {
    private static List<String> words(String line) {
        return Words.of(line.getBytes(UTF_8)).stream().map(Word::text).toList();
    }

    private static List<byte[]> bytes(byte[] line) {
        return Words.of(line).stream().map(Word::bytes).toList();
    }

    @Test
    void standBetweenBlanks() {
        assertThat(words("put k v")).containsExactly("put", "k", "v");
        assertThat(words("  put\tk   v \r")).containsExactly("put", "k", "v");
        assertThat(words("")).isEmpty();
        assertThat(words(" \t")).isEmpty();
        assertThat(words("grüß dich")).containsExactly("grüß", "dich");
    }

    @Test
    void quotesKeepBlanksAndMakeEmptyWords() {
        assertThat(words("put \"a b\" 'c  d'")).containsExactly("put", "a b", "c  d");
        assertThat(words("put k ''")).containsExactly("put", "k", "");
        assertThat(words("\"\"")).containsExactly("");
        assertThat(words("it\"'\"s 'a \"b\"'c")).containsExactly("it's", "a \"b\"c");
    }

    @Test
    void escapesCountInDoubleQuotesOnly() {
        assertThat(words("\"a\\n\\t\\r\\\\\\\"b\\x41\\xfFz\""))
                .hasSize(1)
                .first()
                .asString()
                .startsWith("a\n\t\r\\\"bA");
        assertThat(words("a\\nb 'c\\nd' \\")).containsExactly("a\\nb", "c\\nd", "\\");
    }

    @Test
    void bytesThatAreNoTextStayAsTheyAre() {
        assertThat(bytes(new byte[] {'a', ' ', (byte) 0xff, 0, '"', (byte) 0x80, '"'}))
                .containsExactly(new byte[] {'a'}, new byte[] {(byte) 0xff, 0, (byte) 0x80});
        assertThat(bytes("\"\\xff\\x00\"".getBytes(UTF_8))).containsExactly(new byte[] {(byte) 0xff, 0});
    }

    @ParameterizedTest
    @CsvSource(
            quoteCharacter = '~',
            value = {
                "get \"k, the quote \" at column 5 is not closed",
                "get 'k\", the quote ' at column 5 is not closed",
                "get \"k\\, the quote \" at column 5 is not closed",
                "get \"k\\q\", unknown escape \\q at column 7 (known: \\\" \\\\ \\n \\r \\t \\xHH)",
                "get \"k\\xg0\", ~\\x needs two hexadecimal digits, before column 9~",
                "get \"k\\x0, the quote \" at column 5 is not closed",
            })
    void aBadLineIsNamedWithItsPlace(String line, String message) {
        assertThatExceptionOfType(BadLineException.class)
                .isThrownBy(() -> words(line))
                .withMessage(message);
    }

    @Property
    void anyBytesCanBeWrittenAsEscapes(@ForAll byte[] word) {
        StringBuilder line = new StringBuilder("put \"");
        for (byte b : word) {
            line.append(String.format("\\x%02x", b));
        }

        List<byte[]> words = bytes(line.append('"').toString().getBytes(UTF_8));

        assertThat(words).hasSize(2);
        assertThat(words.get(1)).isEqualTo(word);
    }

    @Property
    void anyLineGivesWordsOrABadLine(@ForAll byte[] line) {
        try {
            assertThat(Words.of(line)).isNotNull();
        } catch (BadLineException e) {
            assertThat(e.getMessage()).isNotEmpty();
        }
    }

    @Test
    void aQuoteThatIsNotClosedIsToldApartFromOtherFlaws() {
        assertThatExceptionOfType(UnclosedQuoteException.class)
                .isThrownBy(() -> words("put k \"two\nlines"))
                .matches(e -> e.quote() == '"');
        assertThat(Words.asTyped("put k 'x".getBytes(UTF_8)).flaw()).isInstanceOf(UnclosedQuoteException.class);
        assertThat(Words.asTyped("put k \"\\q".getBytes(UTF_8)).flaw())
                .isInstanceOf(BadLineException.class)
                .isNotInstanceOf(UnclosedQuoteException.class);
    }

    @Test
    void aNewlineWithinQuotesBelongsToTheWord() {
        assertThat(words("put k \"two\nlines\"")).containsExactly("put", "k", "two\nlines");
    }

    @Test
    void aCommentHasNoWordsButAHashWithinALineIsOne() {
        assertThat(words("# isn't it")).isEmpty();
        assertThat(words("  #")).isEmpty();
        assertThat(words("put # '#'")).containsExactly("put", "#", "#");
    }

    @Test
    void eachWordKnowsItsPlaceAndWhetherItIsQuoted() {
        List<Word> words = Words.asTyped("get  'a b' --raw 'c".getBytes(UTF_8)).words();

        assertThat(words).extracting(Word::begin).containsExactly(0, 5, 11, 17);
        assertThat(words).extracting(Word::end).containsExactly(3, 10, 16, 19);
        assertThat(words).extracting(Word::isQuoted).containsExactly(false, true, false, true);
        assertThat(words).extracting(Word::isOption).containsExactly(false, false, true, false);
        assertThat(Words.of("'--raw'".getBytes(UTF_8)).get(0).isOption()).isFalse();
    }
}
