package dev.kvlb.testkit;

import dev.kvlb.internal.link.Core;
import dev.kvlb.simulation.SimHost;
import dev.kvlb.simulation.SimProcess;
import org.jspecify.annotations.Nullable;

/**
 * A node of a simulated cluster, one process of it after another.
 *
 * @param <C> its core
 */
abstract class SimulatedNode<C extends Core> implements TestProcess {
    final SimulatedWorld world;
    final SimHost host;
    private final String name;
    private @Nullable Life<C> life;

    /** One process. */
    record Life<C>(SimProcess process, C core) {}

    SimulatedNode(SimulatedWorld world, String name) {
        this.world = world;
        this.name = name;
        this.host = world.network().addHost(name);
    }

    /** Makes the core of a new process, and has the process listen for it. */
    abstract C begin(SimProcess process);

    /** A process has ended. */
    abstract void onGone();

    @Override
    public final String name() {
        return name;
    }

    @Override
    public final void start() {
        if (isAlive()) {
            return;
        }
        world.deeds().note("start " + name);
        SimProcess process = world.newProcess(name, host);
        C core = begin(process);
        life = new Life<>(process, core);
        process.start(core, this::onGone);
    }

    @Override
    public final void kill() {
        if (isAlive()) {
            world.deeds().note("kill " + name);
            requireAlive().process.die(0);
            onGone();
        }
    }

    @Override
    public final void pause() {
        world.deeds().note("pause " + name);
        requireAlive().process.pause();
    }

    @Override
    public final void resume() {
        if (isPaused()) {
            world.deeds().note("resume " + name);
            requireAlive().process.resume();
        }
    }

    @Override
    public final boolean isAlive() {
        Life<C> current = life;
        return current != null && !current.process.isOver();
    }

    @Override
    public final boolean isPaused() {
        Life<C> current = life;
        return current != null && !current.process.isOver() && current.process.isPaused();
    }

    final Life<C> requireAlive() {
        Life<C> current = life;
        if (current == null || current.process.isOver()) {
            throw new IllegalStateException(name + " does not live: start it first");
        }
        return current;
    }

    /** Returns the core of a process that can be asked. */
    final C requireAwake() {
        Life<C> awake = requireAlive();
        if (awake.process.isPaused()) {
            throw new IllegalStateException(name + " is paused, and can't say how it is: resume it first");
        }
        return awake.core;
    }

    @Override
    public final String toString() {
        return name;
    }
}
