package dev.kvlb.cli.server;

import dev.kvlb.LoadBalancer;
import dev.kvlb.cli.option.ChoiceConverter;
import dev.kvlb.cli.option.DurationConverter;
import dev.kvlb.cli.option.SizeConverter;
import dev.kvlb.spi.RequestQueue;
import dev.kvlb.spi.WorkerRing;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** The limits of a balancer; what is not given keeps the default of the library. */
final class BalancerLimits {
    @Option(
            names = "--ring",
            paramLabel = "NAME",
            converter = RingConverter.class,
            completionCandidates = RingConverter.class,
            description = "how a worker is chosen: round-robin (default), least-in-flight or power-of-two-choices")
    private Ring ring = Ring.ROUND_ROBIN;

    @Option(names = "--queue", paramLabel = "N", description = "requests that may wait for a worker (default: 1024)")
    private int queue = RequestQueue.DEFAULT_CAPACITY;

    @Option(
            names = "--request-timeout",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "after which a client is told that its request failed (default: 3s)")
    private @Nullable Duration requestTimeout;

    @Option(
            names = "--worker-timeout",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "after which a worker that does not answer is removed (default: 1s)")
    private @Nullable Duration workerTimeout;

    @Option(
            names = "--join-timeout",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "within which a new worker must have imported the data (default: 60s)")
    private @Nullable Duration joinTimeout;

    @Option(
            names = "--slow-client-timeout",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "after which a client that does not read is disconnected (default: 5s)")
    private @Nullable Duration slowClientTimeout;

    @Option(
            names = "--worker-window",
            paramLabel = "N",
            description = "requests that one worker may have under way (default: 1024)")
    private @Nullable Integer workerWindow;

    @Option(names = "--workers-max", paramLabel = "N", description = "workers of the cluster (default and most: 64)")
    private @Nullable Integer workersMax;

    @Option(names = "--clients-max", paramLabel = "N", description = "clients connected at once (default: 10000)")
    private @Nullable Integer clientsMax;

    @Option(
            names = "--key-bytes-max",
            paramLabel = "SIZE",
            converter = SizeConverter.class,
            description = "the longest key (default: 65500, and key and value together have at most that)")
    private @Nullable Long keyBytesMax;

    @Option(
            names = "--value-bytes-max",
            paramLabel = "SIZE",
            converter = SizeConverter.class,
            description = "the longest value (default: 65500)")
    private @Nullable Long valueBytesMax;

    @Option(
            names = "--unsent-bytes-max",
            paramLabel = "SIZE",
            converter = SizeConverter.class,
            description = "replies a client may leave unread before it is not read any more (default: 1MiB)")
    private @Nullable Long unsentBytesMax;

    @Option(
            names = "--buffered-bytes-max",
            paramLabel = "SIZE",
            converter = SizeConverter.class,
            description = "requests and replies of all clients before none is read any more (default: 256MiB)")
    private @Nullable Long bufferedBytesMax;

    /**
     * Tells the builder what was given.
     *
     * @throws IllegalArgumentException if something is outside its range; the message names it
     */
    void apply(LoadBalancer.Builder builder) {
        builder.requestQueue(queueOf(queue)).workerRing(ring.make());
        ifGiven(requestTimeout, builder::requestTimeout);
        ifGiven(workerTimeout, builder::workerTimeout);
        ifGiven(joinTimeout, builder::joinTimeout);
        ifGiven(slowClientTimeout, builder::slowClientTimeout);
        ifGiven(workerWindow, builder::workerWindow);
        ifGiven(workersMax, builder::workersMax);
        ifGiven(clientsMax, builder::clientsMax);
        ifGiven(keyBytesMax, size -> builder.keyBytesMax(toInt(size)));
        ifGiven(valueBytesMax, size -> builder.valueBytesMax(toInt(size)));
        ifGiven(unsentBytesMax, size -> builder.unsentBytesMax(toInt(size)));
        ifGiven(bufferedBytesMax, builder::bufferedBytesMax);
    }

    private static RequestQueue queueOf(int capacity) {
        try {
            return RequestQueue.bounded(capacity);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException("--queue: " + e.getMessage(), e);
        }
    }

    private static <T> void ifGiven(@Nullable T value, Consumer<T> method) {
        if (value != null) {
            method.accept(value);
        }
    }

    /** Keeps what is too large too large. */
    private static int toInt(long size) {
        return (int) Math.min(size, Integer.MAX_VALUE);
    }

    enum Ring {
        ROUND_ROBIN,
        LEAST_IN_FLIGHT,
        POWER_OF_TWO_CHOICES;

        WorkerRing make() {
            return switch (this) {
                case ROUND_ROBIN -> WorkerRing.roundRobin();
                case LEAST_IN_FLIGHT -> WorkerRing.leastInFlight();
                case POWER_OF_TWO_CHOICES -> WorkerRing.powerOfTwoChoices(new SplittableRandom().nextLong());
            };
        }
    }

    /** Reads the argument of {@code --ring}. */
    static final class RingConverter extends ChoiceConverter<Ring> {
        RingConverter() {
            super(Ring.class);
        }
    }
}
