package dev.kvlb.examples.store;

import dev.kvlb.Client;
import dev.kvlb.LoadBalancer;
import dev.kvlb.Worker;
import dev.kvlb.spi.KeyValueStore;
import java.io.IOException;
import java.io.PrintStream;
import java.time.Duration;

/** A cluster whose one worker keeps its values compressed. */
public final class SmallerWorker {
    private static final int LETTERS = 10_000;

    private SmallerWorker() {}

    public static void main(String[] args) throws IOException, InterruptedException {
        run(System.out);
    }

    static void run(PrintStream out) throws IOException, InterruptedException {
        try (LoadBalancer balancer = LoadBalancer.builder()
                        .clientPort(0)
                        .workerPort(0)
                        .build()
                        .start();
                Worker worker = Worker.builder()
                        .balancer("127.0.0.1", balancer.workerAddress().getPort())
                        .store(() -> new CompressedStore(KeyValueStore.hashMap()))
                        .build()
                        .start();
                Client client = Client.builder()
                        .balancer("127.0.0.1", balancer.clientAddress().getPort())
                        .build()
                        .start()) {
            worker.awaitReady(Duration.ofSeconds(10));
            long before = worker.snapshot().bytesInUse();
            client.put("letters", "abcdefghij".repeat(LETTERS / 10));

            out.println("letters: " + client.get("letters").orElse("").length());
            boolean smaller = worker.snapshot().bytesInUse() - before < LETTERS / 10;
            out.println("bytes of memory: " + (smaller ? "less than a tenth" : "more than a tenth"));
        }
    }
}
