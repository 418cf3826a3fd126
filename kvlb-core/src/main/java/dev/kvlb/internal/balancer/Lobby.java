package dev.kvlb.internal.balancer;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Workers that are connected and no members: those that have not registered, and those that wait to be let in. */
final class Lobby {
    private final List<WorkerSession> strangers = new ArrayList<>();
    private final List<WorkerSession> waiting = new ArrayList<>();

    void addStranger(WorkerSession session) {
        strangers.add(session);
    }

    /** The worker has registered, and waits until it is decided what becomes of it. */
    void await(WorkerSession session) {
        strangers.remove(session);
        if (!waiting.contains(session)) {
            waiting.add(session);
        }
    }

    void remove(WorkerSession session) {
        strangers.remove(session);
        waiting.remove(session);
    }

    boolean isEmpty() {
        return strangers.isEmpty() && waiting.isEmpty();
    }

    List<WorkerSession> strangers() {
        return strangers;
    }

    List<WorkerSession> waiting() {
        return waiting;
    }

    /** Returns a copy to walk while they come and go. */
    List<WorkerSession> copyOfWaiting() {
        return new ArrayList<>(waiting);
    }

    /** Returns this run of a worker if it waits here, or null. */
    @Nullable WorkerSession waiting(long incarnation) {
        for (WorkerSession session : waiting) {
            if (session.incarnation() == incarnation) {
                return session;
            }
        }
        return null;
    }
}
