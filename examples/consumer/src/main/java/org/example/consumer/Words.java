package org.example.consumer;

import dev.kvlb.Client;
import dev.kvlb.Found;
import dev.kvlb.LoadBalancer;
import dev.kvlb.RefusedException;
import dev.kvlb.Worker;
import dev.kvlb.protocol.FrameCodec;
import dev.kvlb.protocol.Key;
import dev.kvlb.protocol.Message;
import dev.kvlb.protocol.Value;
import dev.kvlb.spi.RequestQueue;
import dev.kvlb.spi.WorkerRing;
import java.io.IOException;
import java.time.Duration;

/** Uses each of the exported packages once, and prints what came of it. */
public final class Words {
    private Words() {}

    /**
     * Runs a cluster of two workers, and a client.
     *
     * @param args none
     * @throws IOException if a port can't be bound
     * @throws InterruptedException if the thread is interrupted
     */
    public static void main(String[] args) throws IOException, InterruptedException {
        Module kvlb = Client.class.getModule();
        System.out.println("module " + (kvlb.isNamed() ? kvlb.getName() : "unnamed"));

        LoadBalancer balancer = LoadBalancer.builder()
                .clientPort(0)
                .workerPort(0)
                .requestQueue(RequestQueue.bounded(64))
                .workerRing(WorkerRing.leastInFlight())
                .build()
                .start();
        try (balancer;
                Worker first = worker(1, balancer);
                Worker second = worker(2, balancer);
                Client client = Client.builder()
                        .balancer("127.0.0.1", balancer.clientAddress().getPort())
                        .build()
                        .start()) {
            System.out.println("ready " + (first.awaitReady(Duration.ofSeconds(10)) && second.awaitReady(Duration.ofSeconds(10))));
            client.put("Traun", "river");
            System.out.println("found " + client.find("Traun").map(Found::value).orElse("nothing"));
            client.delete("Traun");
            System.out.println("found " + client.get("Traun").orElse("nothing"));
            try {
                client.put("", "river");
            } catch (RefusedException e) {
                System.out.println("refused " + e.errorCode());
            }
        }

        byte[] frame = FrameCodec.encode(new Message.Put(Key.of("Traun"), Value.of("river")));
        System.out.println("frame of " + frame.length + " bytes");
    }

    private static Worker worker(long id, LoadBalancer balancer) throws IOException {
        return Worker.builder()
                .id(id)
                .balancer("127.0.0.1", balancer.workerAddress().getPort())
                .build()
                .start();
    }
}
