package dev.kvlb.cli.bench;

import static dev.kvlb.cli.bench.PlanText.format;

import java.util.List;

/**
 * A chart of lines, as a group of SVG: a title, a grid with its labels, a legend. Positions are 0..1, from the left and from
 * the bottom.
 */
record Chart(String title, List<Tick> columns, List<Tick> rows, List<Line> lines) {
    /** How much room it takes, in the units of the picture. */
    static final int WIDTH = 800;

    static final int HEIGHT = 360;

    private static final int LEFT = 80;
    private static final int TOP = 50;
    private static final int INNER_WIDTH = WIDTH - LEFT - 30;
    private static final int INNER_HEIGHT = HEIGHT - TOP - 50;
    private static final int LEGEND_STEP = 90;

    /** A line of the grid, and what it stands for. */
    record Tick(double at, String label) {}

    /** A place in the chart. */
    record Spot(double x, double y) {}

    /**
     * What is drawn.
     *
     * @param style the class of its style
     */
    record Line(String name, String style, List<Spot> spots) {}

    /** Returns the group, moved down by so much. */
    String svg(int down) {
        StringBuilder svg = new StringBuilder(format("<g transform=\"translate(0 %d)\">%n", down))
                .append(text("title", LEFT, TOP - 25, title));
        for (Tick column : columns) {
            double x = x(column.at());
            svg.append(grid(x, TOP, x, TOP + INNER_HEIGHT))
                    .append(text("label middle", x, TOP + INNER_HEIGHT + 20, column.label()));
        }
        for (Tick row : rows) {
            double y = y(row.at());
            svg.append(grid(LEFT, y, LEFT + INNER_WIDTH, y)).append(text("label end", LEFT - 8, y + 4, row.label()));
        }
        int legend = WIDTH - 30 - LEGEND_STEP * lines.size();
        for (Line line : lines) {
            svg.append(format("<path class=\"line %s\" d=\"M%d %d h24\"/>%n", line.style(), legend, TOP - 30))
                    .append(text("label", legend + 30, TOP - 26, line.name()))
                    .append(path(line));
            legend += LEGEND_STEP;
        }
        return svg.append("</g>\n").toString();
    }

    private static String path(Line line) {
        StringBuilder points = new StringBuilder();
        for (Spot spot : line.spots()) {
            points.append(format("%s%.1f,%.1f", points.length() == 0 ? "" : " ", x(spot.x()), y(spot.y())));
        }
        return format("<polyline class=\"line %s\" points=\"%s\"/>%n", line.style(), points);
    }

    private static String grid(double x1, double y1, double x2, double y2) {
        return format("<path class=\"grid\" d=\"M%.1f %.1f L%.1f %.1f\"/>%n", x1, y1, x2, y2);
    }

    private static String text(String style, double x, double y, String text) {
        return format("<text class=\"%s\" x=\"%.1f\" y=\"%.1f\">%s</text>%n", style, x, y, Markup.escape(text));
    }

    private static double x(double at) {
        return LEFT + at * INNER_WIDTH;
    }

    private static double y(double at) {
        return TOP + (1 - at) * INNER_HEIGHT;
    }
}
