package dev.kvlb.cli.oneshot;

import dev.kvlb.BusyException;
import dev.kvlb.Client;
import dev.kvlb.KvlbException;
import dev.kvlb.UnreachableException;
import dev.kvlb.cli.call.CommandFailedException;
import dev.kvlb.cli.call.Invocation;
import dev.kvlb.cli.option.BalancerOption;
import dev.kvlb.cli.option.DurationConverter;
import dev.kvlb.cli.text.HostPort;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** Whom to ask, how long, how often, and how much to say. */
final class RequestOptions {
    private static final int RETRIES_MAX = 1_000_000;
    private static final long PAUSE_MILLIS_MIN = 100;
    private static final long PAUSE_MILLIS_MAX = 2_000;

    @Mixin
    private BalancerOption balancer = new BalancerOption();

    @Option(
            names = "--timeout",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "how long each try may take (default: 5s), and at most 1s of it to connect")
    private Duration timeout = Duration.ofSeconds(5);

    @Option(
            names = "--retry",
            paramLabel = "N",
            description = "how often to try again what was not done: never sent, or answered that the server is busy"
                    + " (default: 0)")
    private int retries;

    @Option(
            names = {"-q", "--quiet"},
            description = "do not tell which keys were not found: the exit status says it")
    private boolean quiet;

    /** Returns whether less is to be said. */
    boolean isQuiet() {
        return quiet;
    }

    /** Returns a new client, which the caller closes. */
    Client connect(Invocation invocation) {
        if (retries < 0 || retries > RETRIES_MAX) {
            throw CommandFailedException.usage("--retry must be 0 to " + RETRIES_MAX + ": " + retries);
        }
        HostPort address = balancer.address(invocation);
        try {
            return Client.builder()
                    .balancer(address.host(), address.port())
                    .requestTimeout(timeout)
                    .build()
                    .start();
        } catch (IllegalArgumentException e) {
            throw CommandFailedException.usage("--timeout: " + e.getMessage());
        }
    }

    /** Returns the answer; asks again, after pauses that double up to 2 s, where nothing was done. */
    <T> T ask(Supplier<T> request) {
        long pauseMillis = PAUSE_MILLIS_MIN;
        for (int left = retries; ; left--) {
            try {
                return request.get();
            } catch (BusyException | UnreachableException e) {
                if (left == 0) {
                    throw e;
                }
                pause(pauseMillis, e);
                pauseMillis = Math.min(PAUSE_MILLIS_MAX, pauseMillis * 2);
            }
        }
    }

    private static void pause(long millis, KvlbException failure) {
        try {
            TimeUnit.MILLISECONDS.sleep(millis);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw failure;
        }
    }
}
