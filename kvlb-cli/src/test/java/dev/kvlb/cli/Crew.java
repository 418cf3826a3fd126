package dev.kvlb.cli;

import static dev.kvlb.cli.Patience.await;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.BalancerSnapshot.Phase;
import dev.kvlb.BalancerSnapshot.Role;
import dev.kvlb.BalancerSnapshot.WorkerState;
import dev.kvlb.Client;
import dev.kvlb.ClusterStatus;
import dev.kvlb.KvlbException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/**
 * The workers of a cluster, each a process, that join, are killed, stopped and continued.
 *
 * <p>Of those that the balancer takes to be ready one is always spared: victims are stopped first, then the balancer is
 * asked, and they are killed only if it still has another ready worker, which runs. A worker that is stopped acknowledges
 * nothing, so whatever is acknowledged from the question on, that other one has it.
 */
final class Crew {
    /** What was done to workers. */
    enum Fault {
        JOIN,
        KILL,
        KILL_ALL_BUT_ONE,
        STOP,
        STOP_UNTIL_DROPPED
    }

    private final Cluster cluster;
    private final Client client;
    private final String balancer;
    private final Map<Long, Kvlb> running = new TreeMap<>();
    private final Set<Long> stopped = new TreeSet<>();
    private final Map<Fault, Integer> counts = new EnumMap<>(Fault.class);
    private long lastId;

    /** Makes one without workers; those that it starts look for their balancer at that address. */
    Crew(Cluster cluster, Client client, String balancer) {
        this.cluster = cluster;
        this.client = client;
        this.balancer = balancer;
    }

    // What the balancer says.

    ClusterStatus status() {
        return awaitStatus(status -> true);
    }

    /** Waits until the balancer answers, and with such a status. */
    ClusterStatus awaitStatus(Predicate<ClusterStatus> wanted) {
        return await().pollInterval(Duration.ofMillis(20))
                .ignoreExceptionsMatching(KvlbException.class::isInstance)
                .until(client::status, wanted);
    }

    /** Returns which workers are ready, and run. */
    Set<Long> ready(ClusterStatus status) {
        Set<Long> ready = readyMembers(status);
        ready.retainAll(running.keySet());
        ready.removeAll(stopped);
        return ready;
    }

    private static Set<Long> readyMembers(ClusterStatus status) {
        Set<Long> ready = new TreeSet<>();
        for (WorkerState worker : status.workers()) {
            if (worker.role() == Role.READY && worker.connected()) {
                ready.add(worker.workerId());
            }
        }
        return ready;
    }

    /** Waits until at least so many workers are ready, and requests are answered. */
    Set<Long> awaitReady(int count) {
        return ready(awaitStatus(
                status -> status.phase() == Phase.SERVING && ready(status).size() >= count));
    }

    /** Waits until the load has gone on: one more write is settled, and then so many more. */
    void awaitProgress(int writes) {
        // The first of an epoch has a version far above all before.
        awaitSettled(awaitSettled(status().settledVersion() + 1) + writes);
    }

    private long awaitSettled(long version) {
        return awaitStatus(status -> status.phase() == Phase.SERVING && status.settledVersion() >= version)
                .settledVersion();
    }

    // What is done to workers.

    /** Starts workers until so many run or are stopped. */
    void fillUp(int count) {
        while (running.size() < count) {
            join();
        }
    }

    /** Starts one more worker, and returns its id. */
    long join() {
        long id = ++lastId;
        running.put(id, cluster.startWorkerOf(balancer, "--id", Long.toString(id)));
        count(Fault.JOIN);
        return id;
    }

    /** Kills these workers at once, unless no other one would be ready. Returns whether it did. */
    boolean kill(Collection<Long> victims) throws IOException, InterruptedException {
        return killWith(victims, List.of());
    }

    /** Kills these workers, unless no other one would be ready, and in the same moment these other processes. */
    boolean killWith(Collection<Long> victims, Collection<Kvlb> others) throws IOException, InterruptedException {
        List<Kvlb> processes = processes(victims);
        Kvlb.signal("STOP", processes);
        Set<Long> spared = ready(status());
        spared.removeAll(victims);
        if (spared.isEmpty()) {
            Kvlb.signal("CONT", processes);
            return false;
        }
        processes.addAll(others);
        Kvlb.signal("KILL", processes);
        running.keySet().removeAll(victims);
        stopped.removeAll(victims);
        victims.forEach(victim -> count(Fault.KILL));
        return true;
    }

    /** Kills all ready workers but that one at once. Returns whether it did. */
    boolean killAllBut(long spared) throws IOException, InterruptedException {
        return killAllBut(spared, List.of());
    }

    /** Kills all ready workers but that one, and in the same moment these other processes. Returns whether it did. */
    boolean killAllBut(long spared, Collection<Kvlb> others) throws IOException, InterruptedException {
        Set<Long> victims = ready(status());
        boolean done = victims.remove(spared) && !victims.isEmpty() && killWith(victims, others);
        if (done) {
            count(Fault.KILL_ALL_BUT_ONE);
        }
        return done;
    }

    /** Stops a worker. */
    void stop(long id) throws IOException, InterruptedException {
        running.get(id).signal("STOP");
        stopped.add(id);
        count(Fault.STOP);
    }

    /** Waits until the balancer doesn't take a worker that is stopped for ready any more. */
    void awaitDropped(long id) {
        awaitStatus(status -> !readyMembers(status).contains(id));
        count(Fault.STOP_UNTIL_DROPPED);
    }

    /** Continues a worker that was stopped. */
    void goOn(long id) throws IOException, InterruptedException {
        if (stopped.remove(id)) {
            running.get(id).signal("CONT");
        }
    }

    private List<Kvlb> processes(Collection<Long> ids) {
        List<Kvlb> processes = new ArrayList<>();
        ids.forEach(id -> processes.add(running.get(id)));
        return processes;
    }

    private void count(Fault fault) {
        counts.merge(fault, 1, Integer::sum);
    }

    /** Checks that nothing but a kill has ended a worker. */
    void checkAlive() {
        running.forEach((id, worker) -> assertThat(worker.isAlive())
                .as("worker %s; its log: %s", id, worker.log())
                .isTrue());
    }

    /** Returns how often something was done. */
    int times(Fault fault) {
        return counts.getOrDefault(fault, 0);
    }

    @Override
    public String toString() {
        return counts.toString();
    }
}
