package dev.kvlb.examples;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.Client;
import dev.kvlb.LoadBalancer;
import dev.kvlb.Worker;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/** A balancer and workers in the JVM of a test, for examples that expect one to run. */
public final class TestCluster implements AutoCloseable {
    /** Nobody is to be taken for lost because a machine is busy. */
    private static final Duration LONG = Duration.ofSeconds(60);

    private static final Duration DRAIN_TIMEOUT = Duration.ofSeconds(1);

    private final LoadBalancer balancer;
    private final List<Worker> workers = new ArrayList<>();

    public TestCluster(int size) throws IOException, InterruptedException {
        balancer = LoadBalancer.builder()
                .clientPort(0)
                .workerPort(0)
                .workerTimeout(LONG)
                .build()
                .start();
        for (int i = 0; i < size; i++) {
            Worker worker = Worker.builder()
                    .balancer("127.0.0.1", balancer.workerAddress().getPort())
                    .peerTimeout(LONG)
                    .balancerTimeout(LONG)
                    .drainTimeout(DRAIN_TIMEOUT)
                    .build()
                    .start();
            workers.add(worker);
            assertThat(worker.awaitReady(LONG)).isTrue();
        }
    }

    /** The port for clients, on 127.0.0.1. */
    public int port() {
        return balancer.clientAddress().getPort();
    }

    public Client connect() {
        return Client.builder().balancer("127.0.0.1", port()).build().start();
    }

    @Override
    public void close() {
        workers.forEach(Worker::close);
        balancer.close();
    }
}
