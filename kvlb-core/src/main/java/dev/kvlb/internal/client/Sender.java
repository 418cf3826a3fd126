package dev.kvlb.internal.client;

import dev.kvlb.internal.link.Backoff;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/** The thread that connects, while there are requests to send, and sends them. */
final class Sender extends Thread {
    private static final long PAUSE_NANOS_MIN = 10_000_000L;
    private static final long PAUSE_NANOS_MAX = 1_000_000_000L;

    private final ClientOptions options;
    private final Pipeline pipeline;
    private final Backoff backoff;
    private final List<byte[]> batch = new ArrayList<>();
    private long attemptNanos;

    Sender(ClientOptions options, Pipeline pipeline) {
        super("kvlb-client-sender");
        setDaemon(true);
        this.options = options;
        this.pipeline = pipeline;
        // A request sees at least one attempt in the time that it waits for a connection.
        long pauseNanosMax = Math.min(PAUSE_NANOS_MAX, options.connectTimeoutNanos() / 2);
        this.backoff = new Backoff(Math.min(PAUSE_NANOS_MIN, pauseNanosMax), pauseNanosMax, new SplittableRandom());
        planAttempt();
    }

    @Override
    public void run() {
        try {
            while (pipeline.awaitRequests()) {
                long now = System.nanoTime();
                if (attemptNanos - now > 0) {
                    pipeline.pause(attemptNanos);
                } else {
                    connectAndSend();
                }
            }
        } finally {
            // Where this thread ends for a reason that nobody foresaw, nobody waits for it in vain.
            pipeline.close();
        }
    }

    private void connectAndSend() {
        Connection connection = new Connection();
        if (!pipeline.onOpening(connection)) {
            connection.close();
            return;
        }
        try {
            connection.open(options);
        } catch (IOException e) {
            connection.close();
            planAttempt();
            pipeline.onOpenFailed(e);
            return;
        }
        pipeline.onOpened(connection);
        send(connection);
        // A balancer that accepts and then hangs up is none, and must not be asked as fast as it does so.
        if (connection.hasAnswered()) {
            backoff.reset();
        }
        planAttempt();
    }

    private void send(Connection connection) {
        while (pipeline.takeBatch(connection, batch)) {
            try {
                connection.write(batch);
                pipeline.onWritten(connection);
            } catch (IOException e) {
                pipeline.awaitLost(connection);
            }
            batch.clear();
            letCallersRun();
        }
    }

    /**
     * Lets callers whose answers have come ask again, where they wait for a processor: to write their requests at once
     * costs them and the balancer much less than to write each. Costs nothing where none waits.
     */
    @SuppressWarnings("ThreadPriorityCheck") // Nothing relies on it.
    private static void letCallersRun() {
        Thread.yield();
    }

    private void planAttempt() {
        attemptNanos = System.nanoTime() + backoff.nextNanos();
    }
}
