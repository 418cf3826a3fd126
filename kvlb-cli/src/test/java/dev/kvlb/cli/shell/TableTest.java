package dev.kvlb.cli.shell;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;

class TableTest {
    private static Answer entry(String key, String value, long version) {
        return new Answer()
                .with("key", key.getBytes(UTF_8))
                .with("value", value)
                .with("version", version);
    }

    @Test
    void numbersStandToTheRightAndAllElseToTheLeft() {
        assertThat(Table.of(List.of(entry("a", "Österreich", 7), entry("longer", "x", 1_234_567_890))))
                .containsExactly(
                        "key     value          version",
                        "a       Österreich           7",
                        "longer  x           1234567890");
    }

    @Test
    void anAnswerWithFewerPartsHasEmptyCellsWhereverItStands() {
        Answer absent = new Answer().with("key", "b").with("value", null);

        assertThat(Table.of(List.of(absent, entry("a", "x", 1))))
                .containsExactly("key  value  version", "b", "a    x            1");
        assertThat(Table.of(List.of(entry("a", "x", 1), absent)))
                .containsExactly("key  value  version", "a    x            1", "b");
    }

    @Test
    void aLongCellIsCut() {
        assertThat(Table.of(List.of(new Answer().with("value", "y".repeat(500).getBytes(UTF_8)))))
                .containsExactly("value", "y".repeat(60) + "... (500 bytes)");
    }

    @Test
    void nothingHasNoLines() {
        assertThat(Table.of(List.of())).isEmpty();
    }
}
