package dev.kvlb.cli.operator;

import dev.kvlb.Client;
import dev.kvlb.KvlbException;
import dev.kvlb.cli.call.CommandFailedException;
import dev.kvlb.cli.call.ErrorLine;
import dev.kvlb.cli.call.ExitStatus;
import dev.kvlb.cli.call.Invocation;
import dev.kvlb.cli.option.BalancerOption;
import dev.kvlb.cli.option.DurationConverter;
import dev.kvlb.cli.option.KvlbVersion;
import dev.kvlb.cli.terminal.Colors;
import dev.kvlb.cli.terminal.Keys;
import dev.kvlb.cli.terminal.Signals;
import dev.kvlb.cli.terminal.Tty;
import dev.kvlb.cli.text.HostPort;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code kvlb top}. */
@Command(
        name = "top",
        mixinStandardHelpOptions = true,
        versionProvider = KvlbVersion.class,
        header = "Shows what a cluster is doing, again and again.",
        description = {
            "Requests per second, how long they took at the balancer, errors, what is in flight and queued, how far"
                    + " replication is behind, and each worker's share. In a terminal this is a screen, until q or Ctrl-C;"
                    + " else a line for each look:",
            "  TIME phase=serving requests_per_second=N in_flight=N queued=N dirty_keys=N clients=N workers=ID:SHARE%%,..."
                    + " p50_us=N p99_us=N max_us=N errors_per_second=N lag=N lag_us=N",
            "A balancer that goes away is waited for, with a line on standard error."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:--count looks were shown, or somebody ended it",
            ExitStatus.USAGE_TEXT,
            ExitStatus.UNREACHABLE_TEXT,
            ExitStatus.BUSY_TEXT,
            "5:refused by the server, for example because it speaks only the base protocol",
            ExitStatus.NO_ANSWER_TEXT,
            ExitStatus.FAILED_TEXT
        },
        footer = {"%nExamples:", "  kvlb top", "  kvlb top --interval 10s >>kvlb.log", "  kvlb top --json --count 1"})
public final class TopCommand implements Callable<Integer> {
    private static final Duration INTERVAL_MIN = Duration.ofMillis(50);
    private static final Duration INTERVAL_MAX = Duration.ofDays(1);
    private static final String TO_BEGIN_AND_CLEAR = "\u001b[H\u001b[J";

    private final Invocation invocation;
    private final CountDownLatch over = new CountDownLatch(1);

    @Mixin
    private BalancerOption balancer = new BalancerOption();

    @Option(
            names = "--interval",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "how long between two looks, 50ms to 1440m (default: 1s)")
    private Duration interval = Duration.ofSeconds(1);

    @Option(names = "--count", paramLabel = "N", description = "end after so many (default: never)")
    private @Nullable Integer count;

    @Option(names = "--json", description = "a JSON object on a line for each look, also in a terminal")
    private boolean json;

    public TopCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() throws InterruptedException {
        if (interval.compareTo(INTERVAL_MIN) < 0 || interval.compareTo(INTERVAL_MAX) > 0) {
            throw CommandFailedException.usage("--interval must be 50ms to 1440m: " + interval.toMillis() + " ms");
        }
        if (count != null && count < 1) {
            throw CommandFailedException.usage("--count must be at least 1: " + count);
        }
        HostPort address = balancer.address(invocation);
        // Keys change how the terminal is set, which is to be as it was behind Ctrl-C, too.
        Signals.handle("INT", over::countDown);
        Signals.handle("TERM", over::countDown);
        Keys keys = Keys.listen(invocation, this::onKey);
        try (Client client = BalancerOption.connect(address)) {
            show(client);
        } finally {
            keys.close();
        }
        return ExitStatus.DONE;
    }

    private void onKey(char key) {
        if (key == 'q' || key == 'Q') {
            over.countDown();
        }
    }

    private void show(Client client) throws InterruptedException {
        boolean isScreen = !json && Tty.isAttached();
        Colors colors = Colors.of(invocation);
        TopLook before = TopLook.at(client);
        int shown = 0;
        while ((count == null || shown < count) && !over.await(interval.toNanos(), TimeUnit.NANOSECONDS)) {
            TopLook now = look(client);
            if (now != null) {
                TopSample sample = TopSample.between(before, now);
                print(isScreen ? TO_BEGIN_AND_CLEAR + TopText.screen(sample, colors) : line(sample) + "\n");
                before = now;
                shown++;
            }
        }
    }

    private String line(TopSample sample) {
        Instant time = Instant.now().truncatedTo(ChronoUnit.SECONDS);
        return json ? TopJson.of(sample, time) : TopText.line(sample, time);
    }

    private @Nullable TopLook look(Client client) {
        try {
            return TopLook.at(client);
        } catch (KvlbException e) {
            invocation.tell(ErrorLine.of(e));
            return null;
        }
    }

    private void print(String text) {
        invocation.write(text.getBytes(StandardCharsets.UTF_8));
        invocation.flush();
    }
}
