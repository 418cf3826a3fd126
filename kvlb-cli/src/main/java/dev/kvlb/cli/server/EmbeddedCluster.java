package dev.kvlb.cli.server;

import dev.kvlb.BalancerSnapshot;
import dev.kvlb.Client;
import dev.kvlb.LoadBalancer;
import dev.kvlb.Worker;
import dev.kvlb.cli.call.CommandFailedException;
import dev.kvlb.cli.call.ExitStatus;
import dev.kvlb.cli.text.HostPort;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A balancer and its workers in this process, on free ports of the loopback address; closing it ends them. */
public final class EmbeddedCluster implements AutoCloseable {
    private static final Duration JOIN_TIMEOUT = Duration.ofSeconds(30);

    private final LoadBalancer balancer;
    private final List<Worker> workers = new ArrayList<>();

    private EmbeddedCluster(LoadBalancer balancer) {
        this.balancer = balancer;
    }

    /** Starts a balancer, and workers one after the other; each is in the ring when this returns. */
    public static EmbeddedCluster start(int workerCount) {
        try {
            LoadBalancer balancer =
                    LoadBalancer.builder().clientPort(0).workerPort(0).build().start();
            EmbeddedCluster cluster = new EmbeddedCluster(balancer);
            try {
                for (int i = 1; i <= workerCount; i++) {
                    cluster.addWorker(i);
                }
                return cluster;
            } catch (RuntimeException e) {
                cluster.close();
                throw e;
            }
        } catch (IOException e) {
            throw cannotServe(e);
        }
    }

    /** Starts one more worker and waits until it is in the ring. */
    public Worker addWorker(long id) {
        try {
            Worker worker = Worker.builder()
                    .balancer(
                            balancer.workerAddress().getHostString(),
                            balancer.workerAddress().getPort())
                    .id(id)
                    .build()
                    .start();
            workers.add(worker);
            if (!worker.awaitReady(JOIN_TIMEOUT)) {
                throw new CommandFailedException(
                        ExitStatus.FAILED,
                        "worker " + id + " is not ready within " + JOIN_TIMEOUT.toSeconds() + " s",
                        null);
            }
            return worker;
        } catch (IOException e) {
            throw cannotServe(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new CommandFailedException(ExitStatus.FAILED, "interrupted", e);
        }
    }

    /** Ends the worker of this id. */
    public void stopWorker(long id) {
        for (Worker worker : workers) {
            if (worker.id() == id) {
                worker.close();
            }
        }
    }

    private static CommandFailedException cannotServe(IOException e) {
        return new CommandFailedException(ExitStatus.UNREACHABLE, String.valueOf(e.getMessage()), e);
    }

    public HostPort clientAddress() {
        return HostPort.of(balancer.clientAddress());
    }

    public BalancerSnapshot snapshot() {
        return balancer.snapshot();
    }

    /** Returns a new client of this cluster, which the caller closes. */
    public Client connect() {
        return Client.builder()
                .balancer(clientAddress().host(), clientAddress().port())
                .build()
                .start();
    }

    /** Ends the workers, then the balancer. */
    @Override
    public void close() {
        workers.forEach(Worker::close);
        balancer.close();
    }
}
