package dev.kvlb.examples.growing;

import dev.kvlb.BalancerSnapshot.WorkerState;
import dev.kvlb.Client;
import dev.kvlb.LoadBalancer;
import dev.kvlb.LoadBalancerListener;
import dev.kvlb.Worker;
import java.io.IOException;
import java.io.PrintStream;
import java.net.InetSocketAddress;
import java.time.Duration;

/** A cluster in one process that grows under its client: the second worker brings itself up to date before it serves. */
public final class GrowingCluster {
    private static final Duration PATIENCE = Duration.ofSeconds(10);

    private GrowingCluster() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        run(System.out);
    }

    static void run(PrintStream out) throws IOException, InterruptedException {
        LoadBalancerListener news = new LoadBalancerListener() {
            @Override
            public void onWorkerReady(long workerId) {
                out.println("worker " + workerId + " is in the ring");
            }
        };
        try (LoadBalancer balancer = LoadBalancer.builder()
                        .clientPort(0)
                        .workerPort(0)
                        .listener(news)
                        .build()
                        .start();
                Worker first = start(1, balancer);
                Client client = connect(balancer)) {
            first.awaitReady(PATIENCE);
            client.put("capital/AT", "Wien");

            try (Worker second = start(2, balancer)) {
                second.awaitReady(PATIENCE);
                // The ring goes round: one of these is answered by the new worker.
                out.println(find(client, "capital/AT"));
                out.println(find(client, "capital/AT"));
                for (WorkerState worker : balancer.snapshot().workers()) {
                    out.println("worker " + worker.workerId() + " was asked " + worker.requests() + " times");
                }
            }
            out.println("worker 2 is gone: " + client.get("capital/AT").orElse("not found"));
        }
    }

    private static String find(Client client, String key) {
        return client.find(key)
                .map(found -> found.value() + ", says worker " + found.workerId())
                .orElse("not found");
    }

    private static Worker start(long id, LoadBalancer balancer) throws IOException {
        InetSocketAddress address = balancer.workerAddress();
        return Worker.builder()
                .id(id)
                .balancer(address.getHostString(), address.getPort())
                .build()
                .start();
    }

    private static Client connect(LoadBalancer balancer) {
        InetSocketAddress address = balancer.clientAddress();
        return Client.builder()
                .balancer(address.getHostString(), address.getPort())
                .build()
                .start();
    }
}
