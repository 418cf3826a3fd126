package dev.kvlb.examples.embedded;

import dev.kvlb.Client;
import dev.kvlb.LoadBalancer;
import dev.kvlb.Worker;
import java.io.IOException;
import java.time.Duration;

/** The whole of it in ten lines, as README.md shows them: a balancer, a worker and a client in one process. */
public final class QuickStart {
    private QuickStart() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        // README: begin
        LoadBalancer balancer =
                LoadBalancer.builder().clientPort(0).workerPort(0).build().start();
        int workers = balancer.workerAddress().getPort();
        int clients = balancer.clientAddress().getPort();
        Worker worker = Worker.builder().balancer("127.0.0.1", workers).build().start();
        Client client = Client.builder().balancer("127.0.0.1", clients).build().start();
        try (balancer;
                worker;
                client) {
            worker.awaitReady(Duration.ofSeconds(10));
            client.put("Pulau Ubin", "1020 hectares");
            client.get("Pulau Ubin").ifPresent(System.out::println);
        }
        // README: end
    }
}
