package dev.kvlb.cli.pipe;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PipeProgressTest {
    @Test
    void aFileHasABar() {
        assertThat(PipeProgress.line(500, 1_000, 12_345, 1, 2))
                .isEqualTo("[###############...............]  50 %   12,345 stored   1 errors   6,173/s");
        assertThat(PipeProgress.line(1_001, 1_000, 0, 0, 0)).startsWith("[" + "#".repeat(30) + "] 100 %");
    }

    @Test
    void whatHasNoKnownEndHasNone() {
        assertThat(PipeProgress.line(500, 0, 10, 0, 1)).isEqualTo("10 stored   0 errors   10/s");
    }
}
