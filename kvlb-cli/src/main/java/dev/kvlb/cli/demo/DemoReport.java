package dev.kvlb.cli.demo;

import dev.kvlb.cli.call.Invocation;
import dev.kvlb.cli.terminal.Colors;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Tells people what the demo did, each step when it is done. */
final class DemoReport {
    private static final int TEXT_WIDTH = 57;
    private static final int BAR_WIDTH = 32;
    private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);

    private final Invocation invocation;
    private final Colors colors;
    private final long begun = System.nanoTime();
    private long stepBegun = begun;

    DemoReport(Invocation invocation, Colors colors) {
        this.invocation = invocation;
        this.colors = colors;
    }

    void title(String text) {
        print(colors.bold(text));
        print("");
    }

    void step(String name, String text) {
        step(true, name, text);
    }

    /** Tells what was done since the last step, whether it was right, and how long it took. */
    void step(boolean right, String name, String text) {
        long now = System.nanoTime();
        String time = String.format(Locale.ROOT, "%6.2f s", (now - stepBegun) / NANOS_PER_SECOND);
        stepBegun = now;
        String mark = right ? colors.green("ok") : colors.red("NO");
        print("  " + mark + "  " + colors.bold(padded(name, 7)) + padded(text, TEXT_WIDTH) + colors.faint(time));
    }

    void detail(String key, String value) {
        print("             " + colors.faint(padded(key, 22) + value));
    }

    /** Shows a worker's share of the requests, as a bar that is full at {@code whole}. */
    void share(long workerId, long count, long whole) {
        int length = (int) Math.min(BAR_WIDTH, BAR_WIDTH * count / whole);
        print("             "
                + colors.faint(padded("worker " + workerId, 10) + padded("=".repeat(length), BAR_WIDTH + 1) + count
                        + " gets"));
    }

    void end(boolean allTrue, String text) {
        String time = String.format(Locale.ROOT, " (%.1f s)", (System.nanoTime() - begun) / NANOS_PER_SECOND);
        print("");
        print(allTrue ? colors.bold(text) + colors.faint(time) : colors.red("That is not how it should be."));
    }

    private void print(String line) {
        invocation.printLine(line);
        invocation.flush();
    }

    private static String padded(String text, int width) {
        return text + " ".repeat(Math.max(1, width - text.length()));
    }
}
