package dev.kvlb.internal.balancer;

import dev.kvlb.LoadBalancerListener;
import dev.kvlb.internal.link.Core;
import dev.kvlb.internal.link.Link;
import dev.kvlb.internal.link.LinkAcceptor;
import dev.kvlb.internal.link.LinkHandler;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** All clients, and what they share: the room for requests, handed out in turn to those that wait for it. */
final class ClientSessions implements LinkAcceptor {
    private final BalancerConfig config;
    private final RequestTable table;
    private final Answers answers;
    private final RequestMeter meter;
    private final Dispatcher dispatcher;
    private final Operator operator;
    private final LoadBalancerListener listener;

    private final Set<ClientSession> open = new LinkedHashSet<>();
    private final Set<ClientSession> awaitingRoom = new LinkedHashSet<>();
    private final Set<ClientSession> slow = new LinkedHashSet<>();
    private final KeyBuckets keyBuckets = new KeyBuckets();
    private long nowNanos;
    private boolean draining;

    ClientSessions(
            BalancerConfig config,
            RequestTable table,
            Answers answers,
            RequestMeter meter,
            Dispatcher dispatcher,
            Operator operator,
            LoadBalancerListener listener) {
        this.config = config;
        this.table = table;
        this.answers = answers;
        this.meter = meter;
        this.dispatcher = dispatcher;
        this.operator = operator;
        this.listener = listener;
    }

    @Override
    public LinkHandler onAccepted(Link link) {
        ClientSession session = new ClientSession(this, config, table, answers, meter, dispatcher, operator, link);
        open.add(session);
        listener.onClientConnected(link.remoteHost());
        if (draining) {
            session.drain();
        }
        return session;
    }

    void onClosed(ClientSession session) {
        open.remove(session);
        awaitingRoom.remove(session);
        slow.remove(session);
        listener.onClientDisconnected(session.host());
    }

    LoadBalancerListener listener() {
        return listener;
    }

    KeyBuckets keyBuckets() {
        return keyBuckets;
    }

    /** Returns whether the limits that all clients share leave room for one more request. */
    boolean hasRoom() {
        // What is refused needs no room, and an operator must get through.
        boolean room = dispatcher.hasRoom() && table.bufferedBytes() < config.bufferedBytesMax();
        return (room || dispatcher.isRefusing()) && !table.isFull();
    }

    /** This client is told, when its turn comes, that there is room. */
    void awaitRoom(ClientSession session) {
        awaitingRoom.add(session);
    }

    /** Lets those that wait go on while there is room, each once; who has to wait on waits behind the others. */
    void onTurnEnded() {
        for (int left = awaitingRoom.size(); left > 0 && hasRoom(); left--) {
            ClientSession next = awaitingRoom.iterator().next();
            awaitingRoom.remove(next);
            next.onRoom();
        }
    }

    void noteSlow(ClientSession session, boolean isSlow) {
        if (!isSlow) {
            slow.remove(session);
        } else if (slow.add(session)) {
            session.slowSinceNanos = nowNanos;
        }
    }

    void onTime(long nowNanos) {
        this.nowNanos = nowNanos;
        for (ClientSession oldest = slowest(); oldest != null && isDue(oldest); oldest = slowest()) {
            slow.remove(oldest);
            if (oldest.isSlow()) {
                oldest.giveUp("did not read its replies for " + config.slowClientTimeoutNanos() / 1_000_000
                        + " ms: disconnected");
            }
        }
    }

    long nextDeadlineNanos() {
        ClientSession oldest = slowest();
        return oldest == null ? Core.NO_DEADLINE : oldest.slowSinceNanos + config.slowClientTimeoutNanos();
    }

    private boolean isDue(ClientSession session) {
        return nowNanos - session.slowSinceNanos >= config.slowClientTimeoutNanos();
    }

    private @Nullable ClientSession slowest() {
        return slow.isEmpty() ? null : slow.iterator().next();
    }

    void drain() {
        draining = true;
        List<ClientSession> sessions = new ArrayList<>(open);
        sessions.forEach(ClientSession::drain);
    }

    int size() {
        return open.size();
    }
}
