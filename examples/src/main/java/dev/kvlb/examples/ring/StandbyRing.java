package dev.kvlb.examples.ring;

import dev.kvlb.BalancerSnapshot.WorkerState;
import dev.kvlb.Client;
import dev.kvlb.LoadBalancer;
import dev.kvlb.Worker;
import dev.kvlb.spi.WorkerRing;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Gives every request to the worker that came first and has room: those behind it stand by. */
public final class StandbyRing implements WorkerRing {
    private final List<Member> members = new ArrayList<>();

    @Override
    public void add(Member worker) {
        if (members.contains(worker)) {
            throw new IllegalArgumentException("worker is in the ring already: " + worker.workerId());
        }
        members.add(worker);
    }

    @Override
    public void remove(Member worker) {
        members.remove(worker);
    }

    @Override
    public @Nullable Member next() {
        for (Member worker : members) {
            if (worker.hasRoom()) {
                return worker;
            }
        }
        return null;
    }

    @Override
    public int size() {
        return members.size();
    }

    public static void main(String[] args) throws Exception {
        LoadBalancer.Builder settings = LoadBalancer.builder().clientPort(0).workerPort(0);
        try (LoadBalancer balancer =
                        settings.workerRing(new StandbyRing()).build().start();
                Worker first = worker(1, balancer.workerAddress().getPort());
                Worker second = worker(2, balancer.workerAddress().getPort());
                Client client = Client.builder()
                        .balancer("127.0.0.1", balancer.clientAddress().getPort())
                        .build()
                        .start()) {
            for (int i = 0; i < 10; i++) {
                client.put("key-" + i, "value-" + i);
            }
            for (WorkerState worker : balancer.snapshot().workers()) {
                System.out.println("worker " + worker.workerId() + " was sent " + worker.requests() + " requests");
            }
            System.out.println("worker 1 holds " + first.snapshot().entries() + " keys, worker 2 "
                    + second.snapshot().entries());
        }
    }

    private static Worker worker(long id, int port) throws Exception {
        Worker worker =
                Worker.builder().id(id).balancer("127.0.0.1", port).build().start();
        worker.awaitReady(Duration.ofSeconds(10));
        return worker;
    }
}
