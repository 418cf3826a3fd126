package dev.kvlb.internal.worker;

import dev.kvlb.WorkerListener;
import dev.kvlb.internal.link.Link;
import dev.kvlb.internal.link.LinkAcceptor;
import dev.kvlb.internal.link.LinkHandler;
import dev.kvlb.internal.link.View;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/** The connections that peers opened to this worker. */
final class PeerInboxes implements LinkAcceptor {
    private final WorkerConfig config;
    private final WorkerRules rules;
    private final Replica replica;
    private final WorkerListener listener;
    private final Runnable imported;
    private final Set<PeerInbox> open = new LinkedHashSet<>();
    private final Set<PeerInbox> awaitingMembership = new LinkedHashSet<>();
    private final List<PeerInbox> awaitingAcknowledging = new ArrayList<>();
    private View view = View.NONE;
    private long join;
    private boolean learning;

    PeerInboxes(WorkerConfig config, WorkerRules rules, Replica replica, WorkerListener listener, Runnable imported) {
        this.config = config;
        this.rules = rules;
        this.replica = replica;
        this.listener = listener;
        this.imported = imported;
    }

    @Override
    public LinkHandler onAccepted(Link link) {
        PeerInbox inbox = new PeerInbox(this, replica, config, rules, link);
        open.add(inbox);
        return inbox;
    }

    /** The balancer has admitted this worker, under a new join. */
    void onJoin(long join, boolean learning) {
        this.join = join;
        this.learning = learning;
        recheckEarly();
    }

    void onView(View view) {
        this.view = view;
        recheckEarly();
    }

    /** This worker is ready: no export is merged any more. */
    void onReady() {
        learning = false;
    }

    private void recheckEarly() {
        List<PeerInbox> waiting = new ArrayList<>(awaitingMembership);
        awaitingMembership.clear();
        waiting.forEach(PeerInbox::onMembership);
    }

    /** The balancer is lost: whoever is still a member then will connect again. */
    void closeAll() {
        view = View.NONE;
        new ArrayList<>(open).forEach(PeerInbox::close);
    }

    void awaitMembership(PeerInbox inbox) {
        awaitingMembership.add(inbox);
    }

    void awaitAcknowledging(PeerInbox inbox) {
        awaitingAcknowledging.add(inbox);
    }

    void onTurnEnded() {
        for (PeerInbox inbox : awaitingAcknowledging) {
            inbox.acknowledge();
        }
        awaitingAcknowledging.clear();
    }

    void onImported() {
        imported.run();
    }

    void onMisbehaved(String host, String reason) {
        listener.onPeerMisbehaved(host, reason);
    }

    void onClosed(PeerInbox inbox) {
        open.remove(inbox);
        awaitingMembership.remove(inbox);
        awaitingAcknowledging.remove(inbox);
    }

    View view() {
        return view;
    }

    long join() {
        return join;
    }

    boolean isLearning() {
        return learning;
    }

    int size() {
        return open.size();
    }
}
