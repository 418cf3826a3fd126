package dev.kvlb.cli;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;

/** A balancer and workers, each a process of the built command on free ports; closing it ends them. */
final class Cluster implements AutoCloseable {
    private static final String BALANCER_READY =
            "kvlb balancer ready clients=(127\\.0\\.0\\.1:\\d+) workers=(127\\.0\\.0\\.1:\\d+)";
    private static final String WORKER_READY = "kvlb worker ready id=(\\d+) peer=(127\\.0\\.0\\.1:\\d+)";

    private Kvlb balancer;
    private final String clients;
    private final String workers;
    private final List<Kvlb> started = new ArrayList<>();

    Cluster(int workerCount, String... balancerOptions) {
        balancer = startBalancer("0", "0", balancerOptions);
        try {
            Matcher ready = balancer.awaitLine(BALANCER_READY);
            clients = ready.group(1);
            workers = ready.group(2);
            for (int i = 0; i < workerCount; i++) {
                addWorker();
            }
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private Kvlb startBalancer(String clientPort, String workerPort, String... options) {
        List<String> arguments =
                new ArrayList<>(List.of("balancer", "--client-port", clientPort, "--worker-port", workerPort));
        arguments.addAll(Arrays.asList(options));
        Kvlb process = Kvlb.start(arguments.toArray(new String[0]));
        started.add(process);
        return process;
    }

    /** Kills the balancer, and starts another one in its place. */
    void replaceBalancer(String... options) {
        balancer.close();
        balancer = startBalancer(port(clients), port(workers), options);
        balancer.awaitLine(BALANCER_READY);
    }

    static String port(String address) {
        return address.substring(address.lastIndexOf(':') + 1);
    }

    /** Starts one more worker, and waits until it is in the ring. */
    Kvlb addWorker(String... options) {
        Kvlb worker = startWorker(options);
        worker.awaitLine(WORKER_READY);
        return worker;
    }

    /** Starts one more worker. */
    Kvlb startWorker(String... options) {
        return startWorkerOf(workers, options);
    }

    /** Starts one more worker that looks for its balancer elsewhere. */
    Kvlb startWorkerOf(String address, String... options) {
        List<String> arguments = new ArrayList<>(List.of("worker", "--balancer", address));
        arguments.addAll(Arrays.asList(options));
        Kvlb worker = Kvlb.start(arguments.toArray(new String[0]));
        started.add(worker);
        return worker;
    }

    /** Returns the processes that were started, those that have ended too, with the balancer first. */
    List<Kvlb> started() {
        return started;
    }

    Kvlb balancer() {
        return balancer;
    }

    String clientAddress() {
        return clients;
    }

    String workerAddress() {
        return workers;
    }

    /** Runs the command with the cluster's address in its environment. */
    Kvlb.Ended run(String... arguments) {
        return run(new byte[0], arguments);
    }

    Kvlb.Ended run(byte[] input, String... arguments) {
        return Kvlb.run(Map.of("KVLB_BALANCER", clients), List.of(), input, arguments);
    }

    @Override
    public void close() {
        started.forEach(Kvlb::close);
    }
}
