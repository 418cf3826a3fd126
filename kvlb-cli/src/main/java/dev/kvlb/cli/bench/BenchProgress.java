package dev.kvlb.cli.bench;

import dev.kvlb.cli.bench.BenchResult.Part;
import dev.kvlb.cli.bench.BenchResult.Point;
import dev.kvlb.cli.call.Invocation;
import dev.kvlb.cli.terminal.Tty;
import java.io.PrintStream;
import java.util.Locale;
import java.util.concurrent.TimeUnit;

/** Tells how a benchmark goes on, on standard error: in a terminal in one line, for {@code --verbose} in many, else not. */
public final class BenchProgress implements Listener {
    private static final String TO_LINE_BEGIN_AND_CLEAR = "\r\u001b[K";
    private static final double NANOS_PER_SECOND = TimeUnit.SECONDS.toNanos(1);
    private static final double NANOS_PER_MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    private final Form form;
    private final PrintStream err;

    BenchProgress(Form form, PrintStream err) {
        this.form = form;
        this.err = err;
    }

    public static BenchProgress of(boolean verbose, Invocation invocation) {
        Form form = verbose ? Form.LINES : Form.SILENT;
        boolean isTerminal = Tty.isErrorAttached() && !"dumb".equals(invocation.variable("TERM"));
        return new BenchProgress(isTerminal && !verbose ? Form.ONE_LINE : form, invocation.err());
    }

    @Override
    public void onProgress(Part part, Point point, long errorsSoFar) {
        if (form == Form.SILENT) {
            return;
        }
        String line = String.format(
                Locale.ROOT,
                "%-7s %4.0f s %,9.0f answers/s   p50 %.2f ms   p99 %.2f ms   errors %,d",
                part.name().toLowerCase(Locale.ROOT),
                point.endNanos() / NANOS_PER_SECOND,
                point.perSecond(),
                point.p50Nanos() / NANOS_PER_MILLI,
                point.p99Nanos() / NANOS_PER_MILLI,
                errorsSoFar);
        if (form == Form.ONE_LINE) {
            err.print(TO_LINE_BEGIN_AND_CLEAR + line);
            err.flush();
        } else {
            err.println(line);
        }
    }

    /** Leaves the terminal as it was. */
    public void end() {
        if (form == Form.ONE_LINE) {
            err.print(TO_LINE_BEGIN_AND_CLEAR);
            err.flush();
        }
    }

    /** How it is told. */
    enum Form {
        SILENT,
        ONE_LINE,
        LINES
    }
}
