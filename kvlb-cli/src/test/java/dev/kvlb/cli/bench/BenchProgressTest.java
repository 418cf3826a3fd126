package dev.kvlb.cli.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.cli.bench.BenchProgress.Form;
import dev.kvlb.cli.bench.BenchResult.Part;
import dev.kvlb.cli.bench.BenchResult.Point;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import org.junit.jupiter.api.Test;

class BenchProgressTest {
    private static final long SECOND = 1_000_000_000;

    private final ByteArrayOutputStream err = new ByteArrayOutputStream();

    private String told(Form form, long answers) {
        BenchProgress progress = new BenchProgress(form, new PrintStream(err, true, UTF_8));
        progress.onProgress(Part.WARMUP, new Point(SECOND, 2 * SECOND, answers, 1_500_000, 20_000_000), 3);
        progress.end();
        return err.toString(UTF_8);
    }

    @Test
    void linesStayInALog() {
        assertThat(told(Form.LINES, 45_000))
                .isEqualTo("warmup     2 s    45,000 answers/s   p50 1.50 ms   p99 20.00 ms   errors 3"
                        + System.lineSeparator());
    }

    @Test
    void aTerminalHasOneLineThatFitsItAndIsGoneInTheEnd() {
        String told = told(Form.ONE_LINE, 9_999_999);

        assertThat(told)
                .startsWith("\r\u001b[Kwarmup ")
                .endsWith("errors 3\r\u001b[K")
                .doesNotContain("\n");
        assertThat(told.replaceAll("\\r\u001b\\[K", "")).hasSizeLessThan(80);
    }

    @Test
    void nobodyElseIsTold() {
        assertThat(told(Form.SILENT, 1)).isEmpty();
    }
}
