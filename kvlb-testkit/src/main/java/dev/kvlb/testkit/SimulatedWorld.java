package dev.kvlb.testkit;

import dev.kvlb.protocol.Frame;
import dev.kvlb.simulation.Chance;
import dev.kvlb.simulation.FrameObserver;
import dev.kvlb.simulation.SimHost;
import dev.kvlb.simulation.SimLink;
import dev.kvlb.simulation.SimNetwork;
import dev.kvlb.simulation.SimProcess;
import dev.kvlb.simulation.Timeline;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.function.BooleanSupplier;

/** What the nodes of a simulated cluster share: time, chance, the network, and all processes that ever were. */
final class SimulatedWorld {
    private final Timeline timeline = new Timeline();
    private final Chance chance;
    private final Fingerprint fingerprint = new Fingerprint(timeline);
    private final SimNetwork network;
    private final List<SimProcess> processes = new ArrayList<>();
    private final Deeds deeds = new Deeds(timeline::nowNanos);

    SimulatedWorld(long seed) {
        chance = new Chance(seed);
        network = new SimNetwork(timeline, chance.split(), fingerprint);
    }

    Timeline timeline() {
        return timeline;
    }

    /** Returns a source of chance, another one each time. */
    Chance newChance() {
        return chance.split();
    }

    SimNetwork network() {
        return network;
    }

    Deeds deeds() {
        return deeds;
    }

    SimProcess newProcess(String name, SimHost host) {
        SimProcess process = new SimProcess(name, false, host, network, timeline, newChance());
        processes.removeIf(SimProcess::isOver);
        processes.add(process);
        return process;
    }

    /** Breaks the connections between two hosts. */
    void disconnect(SimHost one, SimHost other) {
        for (SimProcess process : processes) {
            if (process.host() == one) {
                process.links().stream()
                        .filter(link -> link.remote().host() == other)
                        .forEach(SimLink::breakOff);
            }
        }
    }

    /** Lets this much time pass. */
    void run(Duration time) {
        long until = timeline.nowNanos() + time.toNanos();
        while (timeline.step(until)) {
            // The event has happened.
        }
    }

    /** Lets time pass until that holds, or for so long; returns whether it holds. */
    boolean runUntil(BooleanSupplier condition, Duration max) {
        long until = timeline.nowNanos() + max.toNanos();
        while (!condition.getAsBoolean()) {
            if (!timeline.step(until)) {
                return condition.getAsBoolean();
            }
        }
        return true;
    }

    long fingerprint() {
        return fingerprint.value;
    }

    /** A number that differs where the frames of two runs do, or their times. */
    private static final class Fingerprint implements FrameObserver {
        private final Timeline timeline;
        private long value = 1;

        Fingerprint(Timeline timeline) {
            this.timeline = timeline;
        }

        @Override
        public void onDelivered(SimLink to, Frame frame) {
            int content =
                    Arrays.hashCode(Arrays.copyOfRange(frame.bytes(), frame.offset(), frame.offset() + frame.length()));
            value = (value ^ content ^ timeline.nowNanos()) * 0x9e37_79b9_7f4a_7c15L;
            value ^= value >>> 29;
        }

        @Override
        public void onSent(SimLink from, Frame frame) {
            // What was sent is seen when it is delivered.
        }

        @Override
        public void onHeldBack(SimLink to) {
            // What follows is seen when it is delivered.
        }
    }
}
