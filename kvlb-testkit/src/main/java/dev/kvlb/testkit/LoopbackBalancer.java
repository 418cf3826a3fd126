package dev.kvlb.testkit;

import dev.kvlb.BalancerSnapshot;
import dev.kvlb.LoadBalancer;
import dev.kvlb.testkit.relay.Host;
import dev.kvlb.testkit.relay.RelayPort;
import dev.kvlb.testkit.relay.Relays;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * The balancer on real sockets, one process of it after another. They have one address, that of the relays.
 *
 * <p>What is killed must record nothing more that counts: so it stands still first, its record is copied for the next
 * one, and only then does it go on, cut off, to its end.
 */
final class LoopbackBalancer implements TestBalancer {
    static final Host HOST = new Host("balancer");
    static final Host CLIENTS = new Host("clients");
    private static final String STATE_FILE = "state";

    /** Longer than a worker that lives takes to find it again, on a busy machine too. */
    private static final Duration OPENING_GRACE = Duration.ofSeconds(2);

    /** One process. */
    private record Life(LoadBalancer balancer, Gate gate) {}

    private final Relays relays;
    private final LoopbackSettings settings;
    private final Deeds deeds;
    private final Endings endings;
    private final Path records;
    private final List<RelayPort> workerPorts = new ArrayList<>();
    private final RelayPort clientPort;
    private Life life;
    private boolean killed;
    private int lives;

    /** Starts the first process. */
    LoopbackBalancer(Relays relays, LoopbackSettings settings, Deeds deeds, Endings endings, Path records) {
        this.relays = relays;
        this.settings = settings;
        this.deeds = deeds;
        this.endings = endings;
        this.records = records;
        this.life = begin(Duration.ZERO);
        this.clientPort = relays.listen(CLIENTS, HOST, life.balancer.clientAddress());
    }

    private Life begin(Duration openingGrace) {
        lives++;
        Gate gate = new Gate();
        LoadBalancer.Builder builder =
                settings.balancerBuilder(gate).openingGrace(openingGrace).stateDirectory(recordOf(lives));
        settings.balancer().accept(builder);
        try {
            return new Life(builder.build().start(), gate);
        } catch (IOException e) {
            throw new UncheckedIOException("the balancer can't be started", e);
        }
    }

    private Path recordOf(int which) {
        return records.resolve("balancer-" + which);
    }

    InetSocketAddress clientAddress() {
        return clientPort.address();
    }

    /** Opens a port on which a worker finds the balancer. */
    synchronized RelayPort openWorkerPort(Host worker) {
        RelayPort port = relays.listenForWorkers(worker, HOST, life.balancer.workerAddress());
        if (killed) {
            port.suspend();
        }
        workerPorts.add(port);
        return port;
    }

    synchronized void closeWorkerPort(RelayPort port) {
        workerPorts.remove(port);
        relays.close(port);
    }

    @Override
    public String name() {
        return HOST.name();
    }

    @Override
    public synchronized void kill() {
        if (killed) {
            return;
        }
        deeds.note("kill balancer");
        Life killedLife = life;
        if (isAlive()) {
            killedLife.gate.hold(killedLife.balancer::snapshot);
        }
        keepRecord();
        killed = true;
        clientPort.suspend();
        workerPorts.forEach(RelayPort::suspend);
        relays.cutOff(HOST);
        killedLife.gate.open();
        endings.begin(name(), killedLife.balancer::close);
    }

    private void keepRecord() {
        Path next = recordOf(lives + 1);
        try {
            Files.createDirectories(next);
            Files.copy(recordOf(lives).resolve(STATE_FILE), next.resolve(STATE_FILE));
        } catch (NoSuchFileException e) {
            // It had recorded nothing yet.
        } catch (IOException e) {
            throw new UncheckedIOException("the record of the balancer can't be copied", e);
        }
    }

    @Override
    public synchronized void loseRecord() {
        if (!killed) {
            throw new IllegalStateException("the balancer lives, and would record it again: kill it first");
        }
        deeds.note("lose the record of the balancer");
        try {
            Files.deleteIfExists(recordOf(lives + 1).resolve(STATE_FILE));
        } catch (IOException e) {
            throw new UncheckedIOException("the record of the balancer can't be removed", e);
        }
    }

    @Override
    public synchronized void start() {
        if (isAlive()) {
            return;
        }
        kill();
        deeds.note("start balancer");
        life = begin(OPENING_GRACE);
        killed = false;
        clientPort.aim(life.balancer.clientAddress());
        clientPort.resume();
        for (RelayPort port : workerPorts) {
            port.aim(life.balancer.workerAddress());
            port.resume();
        }
    }

    @Override
    public synchronized void pause() {
        requireAlive();
        deeds.note("pause balancer");
        life.gate.hold(life.balancer::snapshot);
    }

    @Override
    public synchronized void resume() {
        if (isPaused()) {
            deeds.note("resume balancer");
            life.gate.open();
        }
    }

    @Override
    public synchronized boolean isAlive() {
        return !killed && !life.balancer.termination().isDone();
    }

    @Override
    public synchronized boolean isPaused() {
        return isAlive() && life.gate.isHolding();
    }

    @Override
    public BalancerSnapshot snapshot() {
        LoadBalancer balancer;
        synchronized (this) {
            requireAlive();
            if (isPaused()) {
                throw new IllegalStateException("the balancer is paused, and can't say how it is: resume it first");
            }
            balancer = life.balancer;
        }
        return balancer.snapshot();
    }

    private void requireAlive() {
        if (!isAlive()) {
            throw new IllegalStateException("the balancer does not live: start it first");
        }
    }

    /** Ends it, however it is. */
    synchronized void close() {
        life.gate.open();
        life.balancer.close();
    }

    @Override
    public String toString() {
        return name();
    }
}
