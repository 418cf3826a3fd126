package dev.kvlb.cli.server;

import dev.kvlb.LoadBalancer;
import dev.kvlb.cli.call.CommandFailedException;
import dev.kvlb.cli.call.ExitStatus;
import dev.kvlb.cli.call.Invocation;
import dev.kvlb.cli.option.KvlbVersion;
import dev.kvlb.cli.text.HostPort;
import dev.kvlb.cli.text.StatusText;
import java.io.IOException;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code kvlb balancer}. */
@Command(
        name = "balancer",
        mixinStandardHelpOptions = true,
        versionProvider = KvlbVersion.class,
        header = "Runs a load balancer, until SIGTERM, SIGINT, or q in a terminal.",
        description = {
            "Prints one line on standard output once clients and workers can connect:",
            "  kvlb balancer ready clients=HOST:PORT workers=HOST:PORT",
            "Requests are refused until a worker is ready, or those of an earlier run are back: see kvlb status.",
            "The log goes to standard error. It ends in order: what is under way is answered first."
        },
        exitCodeListHeading = "%nExit status:%n",
        exitCodeList = {
            "0:it was asked to end, and did",
            ExitStatus.USAGE_TEXT,
            ExitStatus.CANNOT_SERVE_TEXT,
            ExitStatus.FAILED_TEXT
        },
        footer = {
            "%nExamples:",
            "  kvlb balancer",
            "  kvlb balancer --client-port 0 --worker-port 0    any free ports: see the line",
            "  kvlb balancer --bind 0.0.0.0                     anybody can connect then",
            "  kvlb balancer --state-dir /var/lib/kvlb          a restart waits for the workers it had"
        },
        abbreviateSynopsis = true,
        sortOptions = false)
public final class BalancerCommand implements Callable<Integer> {
    private final Invocation invocation;

    @Option(names = "--client-port", paramLabel = "P", description = "port for clients (default: 5059; 0: any free)")
    private int clientPort = 5059;

    @Option(names = "--worker-port", paramLabel = "P", description = "port for workers (default: 5060; 0: any free)")
    private int workerPort = 5060;

    @Mixin
    private ServerOptions options = new ServerOptions();

    @Mixin
    private PromiseOptions promise = new PromiseOptions();

    @Mixin
    private BalancerLimits limits = new BalancerLimits();

    public BalancerCommand(Invocation invocation) {
        this.invocation = invocation;
    }

    @Override
    public Integer call() {
        if (options.isToPrint(invocation)) {
            return ExitStatus.DONE;
        }
        options.apply();
        LoadBalancer balancer = build();
        Daemon daemon = new Daemon("kvlb balancer", invocation);
        try {
            balancer.start();
        } catch (IOException e) {
            throw Daemon.cannotServe(e, "--client-port and --worker-port");
        }
        PidFile pidFile = PidFile.write(options.pidFile());
        try {
            return daemon.serve(new BalancerServer(balancer));
        } finally {
            pidFile.delete();
        }
    }

    private LoadBalancer build() {
        try {
            LoadBalancer.Builder builder = LoadBalancer.builder()
                    .bind(options.bind())
                    .clientPort(clientPort)
                    .workerPort(workerPort);
            promise.apply(builder);
            limits.apply(builder);
            if (options.drainTimeout() != null) {
                builder.drainTimeout(options.drainTimeout());
            }
            return builder.build();
        } catch (IllegalArgumentException e) {
            throw CommandFailedException.usage(String.valueOf(e.getMessage()));
        }
    }

    /** A balancer that is started. */
    private static final class BalancerServer implements Daemon.Server {
        private final LoadBalancer balancer;

        BalancerServer(LoadBalancer balancer) {
            this.balancer = balancer;
        }

        @Override
        public CompletableFuture<?> ready() {
            return CompletableFuture.completedFuture(balancer);
        }

        @Override
        public String readyLine() {
            return "kvlb balancer ready clients=" + HostPort.of(balancer.clientAddress()) + " workers="
                    + HostPort.of(balancer.workerAddress());
        }

        @Override
        public String status() {
            return StatusText.of(balancer.snapshot());
        }

        @Override
        public CompletableFuture<?> termination() {
            return balancer.termination();
        }

        @Override
        public CommandFailedException whyItEnded() {
            return new CommandFailedException(ExitStatus.FAILED, "it has ended by itself: see the log", null);
        }

        @Override
        public void close() {
            balancer.close();
        }
    }
}
