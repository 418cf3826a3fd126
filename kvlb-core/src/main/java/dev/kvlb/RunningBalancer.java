package dev.kvlb;

import dev.kvlb.internal.balancer.BalancerCore;
import dev.kvlb.internal.balancer.BalancerRules;
import dev.kvlb.internal.link.Endpoint;
import dev.kvlb.internal.transport.CoreHost;
import dev.kvlb.internal.transport.EventLoop;
import dev.kvlb.internal.transport.StateDirectory;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** A load balancer that serves: its loop, the ports that it has bound, and the state directory that it has locked. */
final class RunningBalancer {
    /** A worker that connects again may do so before its old connection is known to be lost. */
    private static final int WORKER_LINKS_A_WORKER = 2;

    private final CoreHost<BalancerCore> host;
    private final Endpoint clients;
    private final Endpoint workers;

    private RunningBalancer(CoreHost<BalancerCore> host, Endpoint clients, Endpoint workers) {
        this.host = host;
        this.clients = clients;
        this.workers = workers;
    }

    /**
     * Opens all that it needs, or nothing.
     *
     * @throws IOException if a port can't be bound, or the state directory can't be used; the message names it
     */
    static RunningBalancer start(BalancerOptions options) throws IOException {
        CompletableFuture<Void> termination = new CompletableFuture<>();
        EventLoop loop = new EventLoop("kvlb-balancer", termination::completeExceptionally);
        StateDirectory state = null;
        try {
            Path directory = options.stateDirectory();
            if (directory != null) {
                state = StateDirectory.open(directory, loop::execute);
            }
            return serve(options, loop, state, termination);
        } catch (IOException | RuntimeException e) {
            if (state != null) {
                state.close();
            }
            loop.close();
            throw e;
        }
    }

    private static RunningBalancer serve(
            BalancerOptions options,
            EventLoop loop,
            @Nullable StateDirectory state,
            CompletableFuture<Void> termination)
            throws IOException {
        BalancerCore core = new BalancerCore(
                options.config(),
                new BalancerRules(),
                state == null ? null : state.recorded(),
                state,
                new BalancerEvents(options.listener()),
                System.nanoTime());
        Endpoint clients = loop.listen(options.clients(), core.clients(), options.clientsMax());
        Endpoint workers = loop.listen(
                options.workers(),
                core.workers(),
                WORKER_LINKS_A_WORKER * options.config().workersMax());
        CoreHost<BalancerCore> host = CoreHost.start(
                core,
                loop,
                () -> {
                    if (state != null) {
                        state.close();
                    }
                },
                termination);
        return new RunningBalancer(host, clients, workers);
    }

    InetSocketAddress clientAddress() {
        return new InetSocketAddress(clients.host(), clients.port());
    }

    InetSocketAddress workerAddress() {
        return new InetSocketAddress(workers.host(), workers.port());
    }

    BalancerSnapshot snapshot() {
        return host.ask(BalancerCore::snapshot);
    }

    CompletableFuture<Void> termination() {
        return host.termination();
    }

    /** Ends in order, and returns when that is done. */
    void close() {
        host.close();
    }
}
