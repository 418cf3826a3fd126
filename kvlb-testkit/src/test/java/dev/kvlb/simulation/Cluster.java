package dev.kvlb.simulation;

import dev.kvlb.BalancerSnapshot;
import dev.kvlb.Consistency;
import dev.kvlb.TotalLoss;
import dev.kvlb.internal.link.RecordedState;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** A balancer, workers and clients on one network, and what they share. */
final class Cluster {
    private static final long START_MAX_NANOS = 60 * Chance.MILLIS;
    private static final int REVIVED_ONE_IN = 2;

    private final Timeline timeline;
    private final Chance chance;
    private final Cores cores;
    private final Counters counters;
    private final Trace trace;
    private final Settings settings;
    private final Ledger ledger = new Ledger();
    private final List<SimWorker> workers = new ArrayList<>();
    private final ReadyMembers ready = new ReadyMembers(workers);
    private final Observations observations;
    private final Listeners listeners;
    private final SimNetwork network;
    private final History history;
    private final Continuity continuity;
    private final Workload workload;
    private final SimBalancer balancer;
    private final List<SimClient> clients = new ArrayList<>();
    private SimOperator operator;
    private final List<SimProcess> processes = new ArrayList<>();

    Cluster(
            Timeline timeline,
            Chance chance,
            Cores cores,
            Consistency consistency,
            Consistency checked,
            Counters counters,
            Trace trace,
            int operations) {
        this.timeline = timeline;
        this.chance = chance;
        this.cores = cores;
        this.counters = counters;
        this.trace = trace;
        this.settings = Settings.drawn(chance.split());
        this.history = new History();
        boolean mayLoseAll = checked == Consistency.EVENTUAL || settings.onTotalLoss() == TotalLoss.RESET;
        this.continuity = new Continuity(mayLoseAll);
        CommitProbe probe = new CommitProbe(ready, ledger, checked == Consistency.LINEARIZABLE);
        this.observations = new Observations(trace, counters, ledger, ready, probe, continuity, history, this);
        this.listeners = new Listeners(trace, counters);
        this.network = new SimNetwork(timeline, chance.split(), observations);
        this.workload = new Workload(chance.split(), operations, settings.ballastEntries());
        this.balancer = new SimBalancer(this, consistency, chance.split());
    }

    /** Starts everybody, at about the same time. */
    void start(int workerCount, int clientCount) {
        timeline.after(chance.mostlyShort(0, START_MAX_NANOS), balancer::start);
        for (int i = 0; i < workerCount; i++) {
            SimWorker worker = addWorker();
            timeline.after(chance.mostlyShort(0, START_MAX_NANOS), worker::start);
        }
        for (int i = 1; i <= clientCount; i++) {
            SimHost host = network.addHost("client " + i);
            SimProcess process = newProcess(host.toString(), ProcessKind.CLIENT, host);
            SimClient client = new SimClient(i, process, this, chance.split());
            clients.add(client);
            process.start(client, () -> {});
        }
        SimProcess person = newProcess("operator", ProcessKind.CLIENT, network.addHost("operator"));
        operator = new SimOperator(this, person, chance.split());
        person.start(operator, () -> {});
    }

    SimWorker addWorker() {
        SimWorker worker = new SimWorker(this, workers.size() + 1L, chance.split());
        workers.add(worker);
        return worker;
    }

    SimProcess newProcess(String name, ProcessKind kind, SimHost host) {
        SimProcess process =
                new SimProcess(name, kind == ProcessKind.BALANCER, host, network, timeline, chance.split());
        process.attach(new Seen(kind, processes.size() + 1));
        processes.add(process);
        return process;
    }

    /** Ends all faults. What was killed comes back or stays away, but some worker comes back. */
    void heal() {
        network.healAll();
        balancer.endSuperseded();
        balancer.healRecord();
        processes.forEach(SimProcess::resume);
        balancer.start();
        for (SimWorker worker : workers) {
            if (!worker.isAlive() && (liveWorkers().isEmpty() || chance.oneIn(REVIVED_ONE_IN))) {
                worker.start();
            }
        }
        clients.forEach(SimClient::waitForever);
    }

    /** Returns whether somebody has to decide how the cluster goes on: those with its data will not come back. */
    boolean needsOperator() {
        if (!balancer.isAlive() || balancer.core().snapshot().phase() == BalancerSnapshot.Phase.SERVING) {
            return false;
        }
        if (settings.onTotalLoss() == TotalLoss.RESET) {
            return true;
        }
        RecordedState record = balancer.begunWith();
        if (record == null || ready.isOf(balancer.process())) {
            // Without a record a balancer waits for learners too, of whom nobody else knows.
            return ready.live().isEmpty() || !ready.isOf(balancer.process());
        }
        return record.ready().stream().noneMatch(member -> isAlive(member.incarnation()));
    }

    private boolean isAlive(long incarnation) {
        return workers.stream().anyMatch(worker -> worker.isAlive() && worker.incarnation() == incarnation);
    }

    List<SimWorker> liveWorkers() {
        List<SimWorker> live = new ArrayList<>();
        for (SimWorker worker : workers) {
            if (worker.isAlive()) {
                live.add(worker);
            }
        }
        return live;
    }

    /** Returns the worker whose process this is, if it is one's. */
    Optional<SimWorker> ofProcess(SimProcess process) {
        return workers.stream().filter(worker -> worker.process() == process).findFirst();
    }

    List<SimProcess> liveProcesses() {
        processes.removeIf(SimProcess::isOver);
        return processes;
    }

    Timeline timeline() {
        return timeline;
    }

    Cores cores() {
        return cores;
    }

    Counters counters() {
        return counters;
    }

    Trace trace() {
        return trace;
    }

    Settings settings() {
        return settings;
    }

    Ledger ledger() {
        return ledger;
    }

    ReadyMembers ready() {
        return ready;
    }

    Observations observations() {
        return observations;
    }

    Listeners listeners() {
        return listeners;
    }

    Continuity continuity() {
        return continuity;
    }

    SimNetwork network() {
        return network;
    }

    History history() {
        return history;
    }

    Workload workload() {
        return workload;
    }

    SimBalancer balancer() {
        return balancer;
    }

    List<SimWorker> workers() {
        return workers;
    }

    SimOperator operator() {
        return operator;
    }

    List<SimClient> clients() {
        return clients;
    }
}
