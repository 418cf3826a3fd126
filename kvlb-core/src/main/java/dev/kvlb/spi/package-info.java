/**
 * What an application may replace: the queue of waiting requests, the order of replies, the choice of workers, and the
 * store of a worker. Each interface has factories for the implementations that come with the library.
 *
 * <p><img src="doc-files/parts.svg" alt="A request of a client comes into the RequestQueue of the LoadBalancer; the
 * WorkerRing chooses the worker, which reads or writes its KeyValueStore; the reply leaves through the ReplyQueue of that
 * client.">
 *
 * <table>
 * <caption>Who uses what</caption>
 * <tr><th>Interface</th><th>Given to</th><th>How many are made</th></tr>
 * <tr><td>{@link dev.kvlb.spi.WorkerRing}</td><td>{@code LoadBalancer.builder().workerRing(ring)}</td>
 *     <td>one, for this balancer alone</td></tr>
 * <tr><td>{@link dev.kvlb.spi.RequestQueue}</td><td>{@code LoadBalancer.builder().requestQueue(queue)}</td>
 *     <td>one, for this balancer alone</td></tr>
 * <tr><td>{@link dev.kvlb.spi.ReplyQueue}</td><td>{@code LoadBalancer.builder().replyQueue(() -> queue)}</td>
 *     <td>one for each client, when it connects</td></tr>
 * <tr><td>{@link dev.kvlb.spi.KeyValueStore}</td><td>{@code Worker.builder().store(() -> store)}</td>
 *     <td>one at the start, and one whenever all data has to be imported</td></tr>
 * </table>
 *
 * <p>Every method here is called by one thread, the event loop of the balancer or worker that was built with it, so
 * implementations need no locks; they must not block, and must not throw but where they say so: an exception ends the
 * balancer or worker. What is made before the loop starts is handed over to it safely. A program that wants to look into
 * its own implementation from another thread has to make that safe itself.
 *
 * <p>What every implementation does is tested by the classes of the artifact {@code dev.kvlb:kvlb-spi-contracts}, to be
 * depended on with scope {@code test}: a test extends the contract of an interface and says how an implementation is
 * made.
 *
 * <h2>A whole program</h2>
 *
 * <p>This one has a ring of its own, which gives every request to the worker that came first and has room. In a
 * cluster of one process it prints that worker 1 was sent 10 requests and worker 2 none, and that each holds 10 keys.
 * The annotation is that of JSpecify, and may be left out.
 *
 * <pre>{@code
 * import dev.kvlb.BalancerSnapshot.WorkerState;
 * import dev.kvlb.Client;
 * import dev.kvlb.LoadBalancer;
 * import dev.kvlb.Worker;
 * import dev.kvlb.spi.WorkerRing;
 * import java.time.Duration;
 * import java.util.ArrayList;
 * import java.util.List;
 * import org.jspecify.annotations.Nullable;
 *
 * public final class StandbyRing implements WorkerRing {
 *     private final List<Member> members = new ArrayList<>();
 *
 *     @Override
 *     public void add(Member worker) {
 *         if (members.contains(worker)) {
 *             throw new IllegalArgumentException("worker is in the ring already: " + worker.workerId());
 *         }
 *         members.add(worker);
 *     }
 *
 *     @Override
 *     public void remove(Member worker) {
 *         members.remove(worker);
 *     }
 *
 *     @Override
 *     public @Nullable Member next() {
 *         for (Member worker : members) {
 *             if (worker.hasRoom()) {
 *                 return worker;
 *             }
 *         }
 *         return null;
 *     }
 *
 *     @Override
 *     public int size() {
 *         return members.size();
 *     }
 *
 *     public static void main(String[] args) throws Exception {
 *         LoadBalancer.Builder settings = LoadBalancer.builder().clientPort(0).workerPort(0);
 *         try (LoadBalancer balancer =
 *                         settings.workerRing(new StandbyRing()).build().start();
 *                 Worker first = worker(1, balancer.workerAddress().getPort());
 *                 Worker second = worker(2, balancer.workerAddress().getPort());
 *                 Client client = Client.builder()
 *                         .balancer("127.0.0.1", balancer.clientAddress().getPort())
 *                         .build()
 *                         .start()) {
 *             for (int i = 0; i < 10; i++) {
 *                 client.put("key-" + i, "value-" + i);
 *             }
 *             for (WorkerState worker : balancer.snapshot().workers()) {
 *                 System.out.println("worker " + worker.workerId() + " was sent " + worker.requests() + " requests");
 *             }
 *             System.out.println("worker 1 holds " + first.snapshot().entries() + " keys, worker 2 "
 *                     + second.snapshot().entries());
 *         }
 *     }
 *
 *     private static Worker worker(long id, int port) throws Exception {
 *         Worker worker =
 *                 Worker.builder().id(id).balancer("127.0.0.1", port).build().start();
 *         worker.awaitReady(Duration.ofSeconds(10));
 *         return worker;
 *     }
 * }
 * }</pre>
 */
package dev.kvlb.spi;
