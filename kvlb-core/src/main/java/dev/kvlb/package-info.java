/**
 * The load balancer, the worker and the client: what an application uses.
 *
 * <p>A {@link Client} sends its requests to a {@link LoadBalancer}, which hands each one to the next {@link Worker} of its
 * ring. Every worker holds all the data and tells the others of each write, so any of them can answer. All three can be
 * parts of one process, or programs on different machines.
 *
 * <p><img src="doc-files/cluster.svg" alt="Clients connect to the load balancer, on port 5059 by default. It chooses one
 * after the other of the workers, which connect to it on port 5060. A worker that was handed a write tells all others.">
 *
 * <h2>A whole program</h2>
 *
 * <pre>{@code
 * import dev.kvlb.Client;
 * import dev.kvlb.LoadBalancer;
 * import dev.kvlb.RefusedException;
 * import dev.kvlb.Worker;
 * import java.time.Duration;
 *
 * public class Islands {
 *     public static void main(String[] args) throws Exception {
 *         // Port 0 is any that is free; the defaults are 5059 for clients and 5060 for workers.
 *         try (LoadBalancer balancer = LoadBalancer.builder().clientPort(0).workerPort(0).build().start();
 *                 Worker worker = Worker.builder()
 *                         .balancer("127.0.0.1", balancer.workerAddress().getPort())
 *                         .build()
 *                         .start();
 *                 Client client = Client.builder()
 *                         .balancer("127.0.0.1", balancer.clientAddress().getPort())
 *                         .build()
 *                         .start()) {
 *             worker.awaitReady(Duration.ofSeconds(10));
 *             client.put("Pulau Ubin", "1020 hectares");
 *             System.out.println(client.get("Pulau Ubin").orElse("not found"));
 *             client.delete("Pulau Ubin");
 *             System.out.println(client.get("Pulau Ubin").orElse("not found"));
 *             try {
 *                 client.put("", "no key");
 *             } catch (RefusedException e) {
 *                 System.out.println("refused: " + e.errorCode());
 *             }
 *         }
 *     }
 * }
 * }</pre>
 *
 * <p>It prints
 *
 * <pre>{@code
 * 1020 hectares
 * not found
 * refused: INVALID_KEY
 * }</pre>
 *
 * <h2>Where to look</h2>
 *
 * <ul>
 *   <li>What a request can fail with, and what to do then: {@link KvlbException} and its five subclasses.
 *   <li>What the store promises: {@link Consistency}. When it refuses to serve, and for what it waits then:
 *       {@link ClusterStatus}, {@link TotalLoss}.
 *   <li>What happens in a server: {@link LoadBalancerListener} and {@link WorkerListener} as it happens,
 *       {@link BalancerSnapshot} and {@link WorkerSnapshot} at one moment, {@link ClusterMetrics} in numbers.
 *   <li>What can be replaced, such as how a worker is chosen and where it keeps its data: {@link dev.kvlb.spi}.
 * </ul>
 *
 * <p>Balancer, worker and client are made by builders, whose defaults are bounded; nothing is opened before {@code start()},
 * and {@code close()} ends in order. Null is an argument nowhere but where {@code @Nullable} says so.
 */
@NullMarked
package dev.kvlb;

import org.jspecify.annotations.NullMarked;
