package dev.kvlb.cli.bench;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.kvlb.cli.bench.BenchPlan.Crowd;
import dev.kvlb.cli.bench.BenchPlan.Extent;
import dev.kvlb.cli.bench.BenchPlan.ValueSizes;
import dev.kvlb.cli.bench.BenchPlan.Workload;
import dev.kvlb.cli.bench.BenchResult.Part;
import dev.kvlb.cli.bench.BenchResult.Point;
import java.io.ByteArrayInputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import javax.xml.parsers.DocumentBuilderFactory;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.w3c.dom.Document;

class ReportTest {
    private static final long SECOND = 1_000_000_000;
    private static final List<Point> TIMELINE =
            List.of(new Point(0, SECOND, 600, 20_000, 30_000), new Point(SECOND, 2 * SECOND, 500, 20_000, 30_000));

    /** 1,000 gets of 1..1,000 us and 100 puts of 2 ms, in two seconds. */
    private static BenchResult result(long misses, long wrongValues, Map<String, Long> errors, long unsent) {
        Histogram gets = new Histogram(Tally.DIGITS);
        for (int micros = 1; micros <= 1_000; micros++) {
            gets.recordValue(micros * 1_000L);
        }
        Histogram puts = new Histogram(Tally.DIGITS);
        puts.recordValueWithCount(2_000_000, 100);
        Outcome outcome = new Outcome(gets, puts, misses, wrongValues, errors, unsent, 2 * SECOND);
        return new BenchResult(plan(), Part.LOAD, outcome, TIMELINE, false);
    }

    private static BenchPlan plan() {
        return new BenchPlan(
                new Target(Protocol.REDIS, "::1", 6379),
                new Crowd(50, 1, 1, Duration.ofSeconds(5)),
                new Workload(0.9, 1_000, Distribution.ZIPFIAN, new ValueSizes(16, 1_024), 3),
                new Extent(true, Duration.ofSeconds(2), Duration.ofSeconds(2), null, 5_000));
    }

    @Test
    void theTextIsATable() {
        assertThat(ResultText.of(result(0, 0, Map.of(), 0))).isEqualTo("""
                        redis://[::1]:6379
                        connections 50   pipeline 1   open loop at 5,000 requests/s, latency from when each was due
                        gets 90 %   keys 1,000 zipfian   values of 16..1024 bytes   seed 3
                        2.00 s

                                    answers     answers/s      mean       p50       p90       p99     p99.9       max
                        get           1,000           500    501 us    500 us    900 us    990 us    999 us   1.00 ms
                        put             100            50   2.00 ms   2.00 ms   2.00 ms   2.00 ms   2.00 ms   2.00 ms
                        all           1,100           550    637 us    550 us    990 us   2.00 ms   2.00 ms   2.00 ms

                        errors 0   misses 0   wrong values 0
                        """);
    }

    @Test
    void theTextTellsWhatWasWrong() {
        assertThat(ResultText.of(result(3, 2, Map.of("SERVER_BUSY: \u001b[31mno", 1_234L), 77)))
                .contains("errors 1,234   misses 3   wrong values 2\n")
                .contains("the server has dropped those that were missed\n")
                .contains("       1,234  SERVER_BUSY: ?[31mno\n")
                .contains("77 requests were due and not sent");
    }

    @Test
    void whatWasWrongIsNotClean() {
        assertThat(result(0, 0, Map.of(), 9).isClean()).isTrue();
        assertThat(result(1, 0, Map.of(), 0).isClean()).isFalse();
        assertThat(result(0, 1, Map.of(), 0).isClean()).isFalse();
        assertThat(result(0, 0, Map.of("x", 1L), 0).isClean()).isFalse();
    }

    @Test
    void theJsonHasItAll() throws Exception {
        JsonNode json = new ObjectMapper().readTree(ResultJson.of(result(3, 2, Map.of("a \"b\"\n\\", 4L), 77)));

        assertThat(json.get("clean").booleanValue()).isFalse();
        assertThat(json.get("seconds").doubleValue()).isEqualTo(2);
        assertThat(json.get("answers").longValue()).isEqualTo(1_100);
        assertThat(json.at("/get/answersPerSecond").doubleValue()).isEqualTo(500);
        assertThat(json.at("/get/p50Micros").doubleValue()).isBetween(499.0, 501.0);
        assertThat(json.get("put").get("p99.9Micros").doubleValue()).isBetween(1_999.0, 2_002.0);
        assertThat(json.get("misses").longValue()).isEqualTo(3);
        assertThat(json.get("wrongValues").longValue()).isEqualTo(2);
        assertThat(json.get("errors").longValue()).isEqualTo(4);
        assertThat(json.get("errorTexts").get("a \"b\"\n\\").longValue()).isEqualTo(4);
        assertThat(json.get("unsent").longValue()).isEqualTo(77);
        assertThat(json.at("/plan/target").textValue()).isEqualTo("redis://[::1]:6379");
        assertThat(json.at("/plan/count").isNull()).isTrue();
        assertThat(json.at("/timeline/1/answers").longValue()).isEqualTo(500);
    }

    @Test
    void thePictureIsXmlWithACurveOfEachKind() throws Exception {
        String svg = BenchReport.svg(result(0, 0, Map.of(), 0));
        Document document = DocumentBuilderFactory.newInstance()
                .newDocumentBuilder()
                .parse(new ByteArrayInputStream(svg.getBytes(UTF_8)));

        assertThat(document.getElementsByTagName("polyline").getLength()).isEqualTo(3);
        assertThat(svg)
                .contains(">p99.9<", ">1 us<", ">10 ms<", ">600<", "prefers-color-scheme: dark")
                .doesNotContain("NaN", "Infinity");
        String[] gets = document.getElementsByTagName("polyline")
                .item(0)
                .getAttributes()
                .getNamedItem("points")
                .getNodeValue()
                .split(" ", -1);
        // From the bottom left, the fastest of 1 us, to the right edge.
        assertThat(gets[0]).isEqualTo("80.0,310.0");
        assertThat(gets[gets.length - 1]).startsWith("770.0,");
    }

    @Test
    void thePageLoadsNothingAndEscapesWhatAServerSaid() {
        String html = BenchReport.html(result(0, 0, Map.of("<script>alert(\"x\")</script>", 1L), 0));

        assertThat(html)
                .contains("&lt;script&gt;alert(&quot;x&quot;)", "<svg ", "<td>99.9<td>")
                .doesNotContain("<script", "src=", "href=", "@import", "url(");
        assertThat(html.replace("http://www.w3.org/2000/svg", "")).doesNotContain("http");
    }

    @Test
    void aRunWithoutAnswersHasAReportToo() {
        Outcome nothing = new Outcome(new Histogram(3), new Histogram(3), 0, 0, Map.of("closed", 1L), 0, 0);
        BenchResult result = new BenchResult(plan(), Part.PRELOAD, nothing, List.of(), true);

        assertThat(BenchReport.html(result))
                .contains("of writing each key once, ended early")
                .doesNotContain("NaN");
        assertThat(ResultJson.of(result)).doesNotContain("NaN");
    }

    @ParameterizedTest
    @CsvSource({"6, 1", "7, 2", "13, 5", "31, 10", "0.05, 0.01", "140000, 50000"})
    void gridsHaveRoundSteps(double range, double step) {
        assertThat(ThroughputChart.step(range)).isEqualTo(step);
    }

    @ParameterizedTest
    @CsvSource({
        "0, 0.00 us",
        "9990, 9.99 us",
        "12345, 12.3 us",
        "999000, 999 us",
        "1500000, 1.50 ms",
        "61000000000, 61.0 s"
    })
    void latenciesHaveThreeDigits(long nanos, String text) {
        assertThat(LatencyText.of(nanos)).isEqualTo(text);
    }
}
