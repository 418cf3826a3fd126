package dev.kvlb.cli.bench;

import static dev.kvlb.cli.bench.PlanText.format;

import org.HdrHistogram.Histogram;

/** A result as a picture, or as a page around it. Neither loads anything; both are dark where the reader wants that. */
final class BenchReport {
    private static final int GAP = 20;
    private static final double[] PERCENTILES = {50, 75, 90, 95, 99, 99.9, 99.99};
    private static final String STYLE = """
            :root { --paper: #ffffff; --ink: #1c1e21; --faint: #667; --grid: #d8dbe0; --get: #1668c7; --put: #c2500a; --all: #2b8a3e }
            @media (prefers-color-scheme: dark) {
              :root { --paper: #16181c; --ink: #e6e8eb; --faint: #9aa3ad; --grid: #343a42; --get: #6cb2ff; --put: #ff9d57; --all: #69d283 }
            }
            svg { background: var(--paper); font-family: system-ui, sans-serif }
            .title { fill: var(--ink); font-size: 16px; font-weight: 600 }
            .label { fill: var(--faint); font-size: 12px }
            .middle { text-anchor: middle }
            .end { text-anchor: end }
            .grid { stroke: var(--grid); stroke-width: 1 }
            .line { fill: none; stroke-width: 2; stroke-linejoin: round }
            .get { stroke: var(--get) }
            .put { stroke: var(--put) }
            .all { stroke: var(--all) }
            """;
    private static final String PAGE_STYLE = """
            body { background: var(--paper); color: var(--ink); font-family: system-ui, sans-serif; margin: 2rem auto; max-width: 50rem; padding: 0 1rem }
            svg { width: 100%; height: auto }
            pre { overflow-x: auto }
            table { border-collapse: collapse }
            th, td { border-bottom: 1px solid var(--grid); padding: .3rem 1rem; text-align: right }
            """;

    private BenchReport() {}

    /** Returns the charts as a file of SVG. */
    static String svg(BenchResult result) {
        int height = 2 * Chart.HEIGHT + GAP;
        return format(
                        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 %d %d\" role=\"img\">%n",
                        Chart.WIDTH, height)
                + format("<title>%s</title>%n", Markup.escape(title(result)))
                + "<style>\n" + STYLE + "</style>\n"
                + LatencyChart.of(result.outcome()).svg(0)
                + ThroughputChart.of(result.timeline()).svg(Chart.HEIGHT + GAP)
                + "</svg>\n";
    }

    /** Returns the charts with the numbers as a file of HTML. */
    static String html(BenchResult result) {
        return "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
                + "<meta name=\"viewport\" content=\"width=device-width\">\n"
                + "<meta name=\"color-scheme\" content=\"light dark\">\n"
                + format("<title>%s</title>%n", Markup.escape(title(result)))
                + "<style>\n" + PAGE_STYLE + "</style>\n</head>\n<body>\n"
                + format("<h1>%s</h1>%n", Markup.escape(title(result)))
                + format("<pre>%s</pre>%n", Markup.escape(ResultText.of(result)))
                + svg(result)
                + table(result.outcome())
                + "</body>\n</html>\n";
    }

    private static String title(BenchResult result) {
        return "kvlb bench of " + result.plan().target();
    }

    private static String table(Outcome outcome) {
        StringBuilder rows = new StringBuilder("<table>\n<tr><th>percentile<th>get<th>put\n");
        for (double percentile : PERCENTILES) {
            rows.append(format(
                    "<tr><td>%s<td>%s<td>%s%n",
                    percentile == Math.rint(percentile) ? (Object) (int) percentile : (Object) percentile,
                    cell(outcome.gets(), percentile),
                    cell(outcome.puts(), percentile)));
        }
        return rows.append("</table>\n").toString();
    }

    private static String cell(Histogram latencies, double percentile) {
        return latencies.getTotalCount() == 0 ? "-" : LatencyText.of(latencies.getValueAtPercentile(percentile));
    }
}
