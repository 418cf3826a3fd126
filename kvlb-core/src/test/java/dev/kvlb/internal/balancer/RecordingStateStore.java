package dev.kvlb.internal.balancer;

import dev.kvlb.internal.link.RecordedState;
import dev.kvlb.internal.link.StateStore;
import java.util.ArrayList;
import java.util.List;

/** A disk as the balancer's tests play it: what is being written is neither durable nor lost until a test says so. */
final class RecordingStateStore implements StateStore {
    private final List<RecordedState> durable = new ArrayList<>();
    private RecordedState writing;
    private Outcome outcome;

    @Override
    public void persist(RecordedState state, Outcome outcome) {
        if (writing != null) {
            throw new AssertionError("asked to write " + state + " while " + writing + " is being written");
        }
        writing = state;
        this.outcome = outcome;
    }

    /** Returns what is being written, or null. */
    RecordedState writing() {
        return writing;
    }

    /** What is being written is durable; the balancer learns of it. */
    void succeeds(BalancerFixture balancer) {
        durable.add(writing);
        Outcome told = end();
        told.onPersisted();
        balancer.run();
    }

    /** What is being written may or may not be durable; the balancer learns of it. */
    void fails(BalancerFixture balancer, String reason) {
        Outcome told = end();
        told.onFailed(reason);
        balancer.run();
    }

    /** Writes all that the balancer wants to be written. */
    void succeedsAlways(BalancerFixture balancer) {
        while (writing != null) {
            succeeds(balancer);
        }
    }

    private Outcome end() {
        if (writing == null) {
            throw new AssertionError("nothing is being written");
        }
        Outcome told = outcome;
        writing = null;
        outcome = null;
        return told;
    }

    /** Returns all that has become durable, in its order. */
    List<RecordedState> durable() {
        return List.copyOf(durable);
    }
}
