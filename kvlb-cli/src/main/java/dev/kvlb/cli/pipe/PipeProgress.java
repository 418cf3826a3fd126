package dev.kvlb.cli.pipe;

import dev.kvlb.cli.call.Invocation;
import dev.kvlb.cli.terminal.Tty;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import org.jspecify.annotations.Nullable;

/**
 * Shows how far a bulk load is, on the last line of a terminal: a bar where it is known how much there is to read, and what
 * was stored in how long. Shows nothing where standard error is no terminal.
 */
final class PipeProgress implements AutoCloseable {
    private static final long PERIOD_MILLIS = 200;
    private static final int BAR_CHARS = 30;
    private static final double NANOS_PER_SECOND = 1e9;
    private static final String CLEAR_LINE = "\r\u001b[K";

    private final BulkLoad load;
    private final Invocation invocation;
    private final long bytesMax;
    private final long startNanos = System.nanoTime();
    private final CountDownLatch over = new CountDownLatch(1);
    private @Nullable Thread thread;
    private final AtomicLong bytes = new AtomicLong();

    private PipeProgress(BulkLoad load, long bytesMax, Invocation invocation) {
        this.load = load;
        this.bytesMax = bytesMax;
        this.invocation = invocation;
    }

    static PipeProgress start(BulkLoad load, boolean quiet, Invocation invocation) {
        PipeProgress progress = new PipeProgress(load, inputBytes(), invocation);
        if (!quiet && Tty.isErrorAttached()) {
            progress.thread = new Thread(progress::run, "kvlb-progress");
            progress.thread.start();
        }
        return progress;
    }

    /** Returns how much standard input has, where that is a file; else 0. */
    private static long inputBytes() {
        try {
            // Not closed: it is standard input.
            return new FileInputStream(FileDescriptor.in).getChannel().size();
        } catch (IOException e) {
            return 0;
        }
    }

    /** Returns the same bytes, which count as they are read. */
    InputStream counted(InputStream in) {
        return new FilterInputStream(in) {
            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                int count = super.read(buffer, offset, length);
                bytes.addAndGet(Math.max(0, count));
                return count;
            }
        };
    }

    private void run() {
        try {
            while (!over.await(PERIOD_MILLIS, TimeUnit.MILLISECONDS)) {
                double seconds = (System.nanoTime() - startNanos) / NANOS_PER_SECOND;
                invocation
                        .err()
                        .print(CLEAR_LINE + line(bytes.get(), bytesMax, load.replies(), load.errors(), seconds));
                invocation.err().flush();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        invocation.err().print(CLEAR_LINE);
        invocation.err().flush();
    }

    /** Returns what is shown. */
    static String line(long bytes, long bytesMax, long replies, long errors, double seconds) {
        String counts = String.format(
                Locale.ROOT, "%,d stored   %,d errors   %,.0f/s", replies, errors, replies / Math.max(seconds, 0.001));
        if (bytesMax <= 0) {
            return counts;
        }
        double share = Math.min(1, (double) bytes / bytesMax);
        int full = (int) (share * BAR_CHARS);
        String bar = "#".repeat(full) + ".".repeat(BAR_CHARS - full);
        return String.format(Locale.ROOT, "[%s] %3.0f %%   %s", bar, share * 100, counts);
    }

    @Override
    public void close() {
        over.countDown();
        if (thread != null) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        }
    }
}
