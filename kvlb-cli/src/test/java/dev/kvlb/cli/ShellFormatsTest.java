package dev.kvlb.cli;

import static java.nio.charset.StandardCharsets.ISO_8859_1;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.protocol.Key;
import org.junit.jupiter.api.Test;

/** {@code kvlb shell} from a pipe: what answers look like. */
class ShellFormatsTest extends PipedShell {
    @Test
    void rawIsExactlyTheBytes() {
        assertThat(shell("put k \"\\xff\\x00\"\nget --raw k\nget k --raw\n")).isZero();
        assertThat(out.toString(ISO_8859_1)).isEqualTo("OK\n\u00ff\u0000\u00ff\u0000");
    }

    @Test
    void jsonIsAnObjectALineForEachKey() {
        assertThat(shell(
                        "put k \"a\\n\"\nget k\nget absent\nexists k\nmput a 1 b \"\\xff\"\nmget a b\n",
                        "--format",
                        "json"))
                .isZero();
        assertThat(out.toString(UTF_8).lines())
                .containsExactly(
                        "{\"key\":\"k\"}",
                        "{\"key\":\"k\",\"value\":\"a\\n\"}",
                        "{\"key\":\"absent\",\"value\":null}",
                        "{\"key\":\"k\",\"exists\":true}",
                        "{\"key\":\"a\"}",
                        "{\"key\":\"b\"}",
                        "{\"key\":\"a\",\"value\":\"1\"}",
                        "{\"key\":\"b\",\"value_base64\":\"/w==\"}");
    }

    @Test
    void jsonTellsWhatAnMputStoredBeforeItFailed() {
        assertThat(shell("mput a 1 b 2 busy 3 c 4\n", "--format", "json")).isEqualTo(1);
        assertThat(out.toString(UTF_8)).isEqualTo("{\"key\":\"a\"}\n{\"key\":\"b\"}\n");
        assertThat(err.toString(UTF_8)).startsWith("kvlb: line 1: ").contains("No workers available");
        assertThat(stored).containsOnlyKeys(Key.of("a"), Key.of("b"));
    }

    @Test
    void aTableIsAlignedAndItsValuesAreEscaped() {
        assertThat(
                        shell(
                                "format table\nformat\nmput k \"a\\n\" longer Wien\nmget k longer absent\nget k\nformat raw\nget longer\n"))
                .isZero();
        assertThat(out.toString(UTF_8)).isEqualTo("""
                        table
                        OK
                        key     value
                        k       "a\\n"
                        longer  Wien
                        absent
                        "a\\n"
                        Wien
                        """);
    }

    @Test
    void aFormatThatThereIsNotIsABadLine() {
        assertThat(shell("format xml\ntime maybe\n")).isEqualTo(1);
        assertThat(err.toString(UTF_8))
                .contains("format must be one of raw, table, json: xml", "time must be one of on, off: maybe");
    }

    @Test
    void timeTellsOnStandardErrorHowLongEachCommandTakes() {
        assertThat(shell("get a\ntime on\nget a\ntime off\nget a\n")).isZero();
        assertThat(out.toString(UTF_8)).isEqualTo("not found\nnot found\nnot found\n");
        assertThat(err.toString(UTF_8)).matches("kvlb: \\d+\\.\\d\\d ms\n");
    }
}
