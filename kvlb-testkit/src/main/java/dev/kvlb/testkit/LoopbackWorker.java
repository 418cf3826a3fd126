package dev.kvlb.testkit;

import dev.kvlb.Worker;
import dev.kvlb.WorkerSnapshot;
import dev.kvlb.testkit.relay.Host;
import dev.kvlb.testkit.relay.RelayPort;
import dev.kvlb.testkit.relay.Relays;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.jspecify.annotations.Nullable;

/** A worker on real sockets, one process of it after another. */
final class LoopbackWorker implements TestWorker {
    /** One process, and the port on which it alone finds the balancer. */
    private record Life(Worker worker, Gate gate, RelayPort uplink) {
        boolean isOver() {
            return worker.termination().isDone();
        }
    }

    private final long id;
    private final Host host;
    private final LoopbackBalancer balancer;
    private final Relays relays;
    private final LoopbackSettings settings;
    private final Deeds deeds;
    private final Endings endings;
    private @Nullable Life life;

    LoopbackWorker(
            long id,
            LoopbackBalancer balancer,
            Relays relays,
            LoopbackSettings settings,
            Deeds deeds,
            Endings endings) {
        this.id = id;
        this.host = Host.worker(id);
        this.balancer = balancer;
        this.relays = relays;
        this.settings = settings;
        this.deeds = deeds;
        this.endings = endings;
    }

    @Override
    public String name() {
        return host.name();
    }

    @Override
    public long id() {
        return id;
    }

    @Override
    public synchronized void start() {
        if (isAlive()) {
            return;
        }
        cutOff();
        deeds.note("start " + name());
        Gate gate = new Gate();
        RelayPort uplink = balancer.openWorkerPort(host);
        Worker.Builder builder = settings.workerBuilder(id, gate);
        settings.worker().accept(builder);
        try {
            Worker worker = builder.balancer(
                            uplink.address().getHostString(), uplink.address().getPort())
                    .build()
                    .start();
            life = new Life(worker, gate, uplink);
        } catch (IOException e) {
            balancer.closeWorkerPort(uplink);
            throw new UncheckedIOException(name() + " can't be started", e);
        }
    }

    @Override
    public synchronized void kill() {
        Life killed = life;
        if (killed != null) {
            deeds.note("kill " + name());
            cutOff();
            killed.gate.open();
            endings.begin(name(), killed.worker::close);
        }
    }

    @Override
    public synchronized void stop() {
        Life stopped = life;
        if (stopped != null) {
            deeds.note("stop " + name());
            stopped.gate.open();
            stopped.worker.close();
            cutOff();
        }
    }

    /** Nobody hears of the process any more. */
    private void cutOff() {
        Life over = life;
        if (over != null) {
            life = null;
            balancer.closeWorkerPort(over.uplink);
            relays.cutOff(host);
        }
    }

    @Override
    public synchronized void pause() {
        Life paused = requireAlive();
        deeds.note("pause " + name());
        paused.gate.hold(paused.worker::snapshot);
    }

    @Override
    public synchronized void resume() {
        Life paused = life;
        if (paused != null && isPaused()) {
            deeds.note("resume " + name());
            paused.gate.open();
        }
    }

    @Override
    public synchronized boolean isAlive() {
        return life != null && !life.isOver();
    }

    @Override
    public synchronized boolean isPaused() {
        return life != null && !life.isOver() && life.gate.isHolding();
    }

    @Override
    public WorkerSnapshot snapshot() {
        Worker worker;
        synchronized (this) {
            worker = requireAlive().worker;
            if (isPaused()) {
                throw new IllegalStateException(name() + " is paused, and can't say how it is: resume it first");
            }
        }
        return worker.snapshot();
    }

    private Life requireAlive() {
        Life alive = life;
        if (alive == null || alive.isOver()) {
            throw new IllegalStateException(name() + " does not live: start it first");
        }
        return alive;
    }

    /** Ends it, however it is. */
    synchronized void close() {
        Life last = life;
        if (last != null) {
            last.gate.open();
            last.worker.close();
        }
    }

    @Override
    public String toString() {
        return name();
    }
}
