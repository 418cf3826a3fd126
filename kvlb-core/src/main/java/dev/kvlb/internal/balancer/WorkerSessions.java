package dev.kvlb.internal.balancer;

import dev.kvlb.LoadBalancerListener;
import dev.kvlb.internal.link.Link;
import dev.kvlb.internal.link.LinkAcceptor;
import dev.kvlb.internal.link.LinkHandler;
import java.util.List;

/** The connections of all workers, from the first to the last. */
final class WorkerSessions implements LinkAcceptor {
    private final BalancerConfig config;
    private final Lobby lobby;
    private final Recovery recovery;
    private final Membership membership;
    private final Registration registration;
    private final Departures departures;
    private final WorkerAnswers answers;
    private final LoadBalancerListener listener;
    private int open;
    private boolean shutDown;
    private long nowNanos;

    WorkerSessions(
            BalancerConfig config,
            Lobby lobby,
            Recovery recovery,
            Membership membership,
            Registration registration,
            Departures departures,
            WorkerAnswers answers,
            LoadBalancerListener listener) {
        this.config = config;
        this.lobby = lobby;
        this.recovery = recovery;
        this.membership = membership;
        this.registration = registration;
        this.departures = departures;
        this.answers = answers;
        this.listener = listener;
    }

    @Override
    public LinkHandler onAccepted(Link link) {
        WorkerSession session =
                new WorkerSession(this, registration, departures, membership, recovery, answers, config, link);
        session.deadlineNanos = nowNanos + config.joinTimeoutNanos();
        session.heartbeatNanos = nowNanos;
        open++;
        departures.expect();
        if (shutDown) {
            shutDown(session);
        } else {
            lobby.addStranger(session);
        }
        return session;
    }

    void onClosed() {
        open--;
    }

    LoadBalancerListener listener() {
        return listener;
    }

    long nowNanos() {
        return nowNanos;
    }

    // Time.

    void onTime(long nowNanos) {
        this.nowNanos = nowNanos;
        registration.onTime(nowNanos);
        departures.onTime(nowNanos);
    }

    long nextDeadlineNanos() {
        return Math.min(registration.nextDeadlineNanos(), departures.nextDeadlineNanos());
    }

    // The end.

    /** Tells every worker that the balancer ends, also those that come back at once, and closes their connections. */
    void shutDown() {
        shutDown = true;
        recovery.end();
        membership.giveUp(false);
        for (WorkerSession stranger : List.copyOf(lobby.strangers())) {
            lobby.await(stranger);
        }
        for (WorkerSession session : lobby.copyOfWaiting()) {
            lobby.remove(session);
            shutDown(session);
        }
    }

    private void shutDown(WorkerSession session) {
        session.sendShutdown();
        membership.ring().dismiss(session);
    }

    /** Returns how many are open. */
    int size() {
        return open;
    }
}
