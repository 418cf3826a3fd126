package dev.kvlb.cli.server;

import dev.kvlb.Worker;
import dev.kvlb.WorkerListener;
import dev.kvlb.cli.call.CommandFailedException;
import dev.kvlb.cli.call.ExitStatus;
import dev.kvlb.cli.call.Invocation;
import dev.kvlb.cli.option.BalancerOption;
import dev.kvlb.cli.option.DurationConverter;
import dev.kvlb.cli.option.KvlbVersion;
import dev.kvlb.cli.option.SizeConverter;
import dev.kvlb.cli.text.HostPort;
import dev.kvlb.cli.text.StatusText;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code kvlb worker}. */
@Command(
        name = "worker",
        mixinStandardHelpOptions = true,
        versionProvider = KvlbVersion.class,
        header = "Runs a worker, until SIGTERM, SIGINT, or q in a terminal.",
        description = {
            "Prints one line on standard output once it holds the data of the cluster and gets requests:",
            "  kvlb worker ready id=N peer=HOST:PORT",
            "The log goes to standard error. Its balancer need not be there yet, and may come back later."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:it was asked to end, and did",
            ExitStatus.USAGE_TEXT,
            ExitStatus.CANNOT_SERVE_TEXT,
            "5:the balancer refused it, for example because its id is taken",
            ExitStatus.FAILED_TEXT
        },
        footer = {
            "%nExamples:",
            "  kvlb worker",
            "  kvlb worker --balancer 192.0.2.7:5060 --bind 192.0.2.8 --peer-port 6000",
            "  KVLB_JAVA_OPTS=-Xmx4g kvlb worker --max-data-bytes 2GiB"
        },
        abbreviateSynopsis = true,
        sortOptions = false)
public final class WorkerCommand implements Callable<Integer> {
    private static final String VARIABLE = "KVLB_WORKER_BALANCER";
    private static final HostPort DEFAULT = new HostPort("127.0.0.1", 5060);

    private final Invocation invocation;

    @Option(
            names = "--balancer",
            paramLabel = "HOST:PORT",
            converter = BalancerOption.Converter.class,
            description = "where the balancer takes workers (default: $" + VARIABLE + ", else 127.0.0.1:5060)")
    private @Nullable HostPort balancer;

    @Option(names = "--peer-port", paramLabel = "P", description = "port for other workers (default: 0, any free)")
    private int peerPort;

    @Option(names = "--id", paramLabel = "N", description = "0 to 4294967295, of its own (default: random)")
    private @Nullable Long id;

    @Option(
            names = "--max-data-bytes",
            paramLabel = "SIZE",
            converter = SizeConverter.class,
            description = "memory for data; when it is used up writes are refused"
                    + " (default: 6/10 of the JVM's, up to 24GiB)")
    private @Nullable Long maxDataBytes;

    @Option(
            names = "--balancer-timeout",
            paramLabel = "TIME",
            converter = DurationConverter.class,
            description = "after which a balancer that says nothing is connected to again (default: 3s)")
    private @Nullable Duration balancerTimeout;

    @Mixin
    private ServerOptions options = new ServerOptions();

    public WorkerCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        if (options.isToPrint(invocation)) {
            return ExitStatus.DONE;
        }
        HostPort address = BalancerOption.resolve(balancer, VARIABLE, DEFAULT, invocation);
        options.apply();
        Events events = new Events();
        Worker worker = build(address, events);
        Daemon daemon = new Daemon("kvlb worker", invocation);
        try {
            worker.start();
        } catch (IOException e) {
            throw Daemon.cannotServe(e, "--peer-port");
        }
        PidFile pidFile = PidFile.write(options.pidFile());
        try {
            return daemon.serve(new WorkerServer(worker, events));
        } finally {
            pidFile.delete();
        }
    }

    private Worker build(HostPort address, Events events) {
        try {
            Worker.Builder builder = Worker.builder()
                    .balancer(address.host(), address.port())
                    .bind(options.bind())
                    .peerPort(peerPort)
                    .listener(events);
            if (id != null) {
                builder.id(id);
            }
            if (maxDataBytes != null) {
                builder.maxDataBytes(maxDataBytes);
            }
            if (balancerTimeout != null) {
                builder.balancerTimeout(balancerTimeout);
            }
            if (options.drainTimeout() != null) {
                builder.drainTimeout(options.drainTimeout());
            }
            return builder.build();
        } catch (IllegalArgumentException e) {
            throw CommandFailedException.usage(String.valueOf(e.getMessage()));
        }
    }

    /** What the worker has told so far. */
    private static final class Events implements WorkerListener {
        private final CompletableFuture<@Nullable Void> ready = new CompletableFuture<>();
        private final CompletableFuture<String> refused = new CompletableFuture<>();

        @Override
        public void onReady() {
            ready.complete(null);
        }

        @Override
        public void onRefused(String reason) {
            refused.complete(reason);
        }
    }

    /** A worker that is started. */
    private static final class WorkerServer implements Daemon.Server {
        private final Worker worker;
        private final Events events;

        WorkerServer(Worker worker, Events events) {
            this.worker = worker;
            this.events = events;
        }

        @Override
        public CompletableFuture<?> ready() {
            return events.ready;
        }

        @Override
        public String readyLine() {
            return "kvlb worker ready id=" + worker.id() + " peer=" + HostPort.of(worker.peerAddress());
        }

        @Override
        public String status() {
            return StatusText.of(worker.snapshot());
        }

        @Override
        public CompletableFuture<?> termination() {
            return worker.termination();
        }

        @Override
        public CommandFailedException whyItEnded() {
            String reason = events.refused.getNow("");
            if (reason.isEmpty()) {
                return new CommandFailedException(ExitStatus.FAILED, "it has ended by itself: see the log", null);
            }
            return new CommandFailedException(
                    ExitStatus.REFUSED, "the balancer refuses worker " + worker.id() + ": " + reason, null);
        }

        @Override
        public void close() {
            worker.close();
        }
    }
}
