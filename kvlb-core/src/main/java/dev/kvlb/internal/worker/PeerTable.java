package dev.kvlb.internal.worker;

import dev.kvlb.WorkerListener;
import dev.kvlb.internal.link.Backoff;
import dev.kvlb.internal.link.Connector;
import dev.kvlb.internal.link.Core;
import dev.kvlb.internal.link.View;
import dev.kvlb.protocol.ByteSlice;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * The other members of the cluster, kept in step with the view, and a connection to each.
 *
 * <p>It looks at all of them only when something may be due. Between two looks deadlines move away, or new ones begin: of
 * those that may be over before the next look it is told by {@link #expect}.
 */
final class PeerTable {
    /** What the table tells the worker of. */
    interface Events {
        /** A connection to a peer stands. */
        void onConnected(Peer peer);

        /** A peer left the cluster. */
        void onRemoved(Peer peer);

        /** A peer can't be reached, or does not acknowledge. */
        void onUnreachable(long workerId);
    }

    private static final int BASE_FAILURES_MAX = 10;
    private static final int LOOKS_A_TIMEOUT = 4;

    private final WorkerConfig config;
    private final Connector connector;
    private final Coordinator coordinator;
    private final WorkerListener listener;
    private final Events events;
    private final SplittableRandom random;
    private final Map<Long, Peer> peers = new LinkedHashMap<>();
    private long usedSlots;
    private long acknowledging;
    private View view = View.NONE;
    private long nowNanos;
    private long dueNanos = Core.NO_DEADLINE;

    PeerTable(
            WorkerConfig config,
            Connector connector,
            Coordinator coordinator,
            WorkerListener listener,
            Events events,
            SplittableRandom random) {
        this.config = config;
        this.connector = connector;
        this.coordinator = coordinator;
        this.listener = listener;
        this.events = events;
        this.random = random;
    }

    /** Takes over a view: peers that are not in it go, new ones come, and what is under way is looked at again. */
    void onView(View next) {
        view = next;
        Map<Long, View.Member> wanted = new LinkedHashMap<>();
        for (View.Member member : next.members()) {
            if (member.workerId() != config.workerId()) {
                wanted.put(member.workerId(), member);
            }
        }
        long goneBits = 0;
        for (Peer peer : new ArrayList<>(peers.values())) {
            View.Member member = wanted.get(peer.member().workerId());
            if (member == null || !isSame(peer.member(), member)) {
                goneBits |= peer.bit();
                remove(peer);
            }
        }
        long keptBits = acknowledging;
        for (View.Member member : wanted.values()) {
            if (!peers.containsKey(member.workerId())) {
                add(member);
            }
        }
        coordinator.onPeersChanged(goneBits, acknowledging & ~keptBits);
    }

    private static boolean isSame(View.Member one, View.Member other) {
        return one.incarnation() == other.incarnation() && one.endpoint().equals(other.endpoint());
    }

    /** Adds a member that the registry of the base protocol names, where there are no views. */
    void onRegistryEntry(View.Member member) {
        if (member.workerId() == config.workerId()) {
            return;
        }
        Peer known = peers.get(member.workerId());
        if (known != null) {
            if (isSame(known.member(), member)) {
                return;
            }
            remove(known);
        }
        add(member);
    }

    private void add(View.Member member) {
        if (peers.size() >= config.peersMax()) {
            listener.onPeerMisbehaved(
                    config.balancer().host(),
                    "worker " + member.workerId() + " is one more than the " + config.peersMax() + " peers allowed");
            return;
        }
        int slot = Long.numberOfTrailingZeros(~usedSlots);
        Backoff backoff = new Backoff(config.retryFirstNanos(), config.retryMaxNanos(), random);
        Peer peer = new Peer(this, config, member, slot, backoff, nowNanos);
        usedSlots |= peer.bit();
        peers.put(member.workerId(), peer);
        expect(peer.nextDeadlineNanos());
        if (member.speaksExtensions()) {
            acknowledging |= peer.bit();
        }
    }

    private void remove(Peer peer) {
        peers.remove(peer.member().workerId());
        peer.remove();
        usedSlots &= ~peer.bit();
        acknowledging &= ~peer.bit();
        events.onRemoved(peer);
    }

    /** The balancer is lost: who the others are it will say again. */
    void removeAll() {
        view = View.NONE;
        for (Peer peer : new ArrayList<>(peers.values())) {
            remove(peer);
        }
    }

    /** Returns the peers from which an acknowledgement is awaited, a bit each. */
    long acknowledging() {
        return acknowledging;
    }

    /** Tells every peer that speaks the extensions of a write. */
    void notifyAll(Write write) {
        for (Peer peer : peers.values()) {
            if (peer.member().speaksExtensions()) {
                peer.sendNotify(write);
            }
        }
    }

    /** Tells the peers that speak only the base protocol of a write. */
    void notifyBasePeers(ByteSlice key, ByteSlice value) {
        if (usedSlots == acknowledging) {
            return;
        }
        for (Peer peer : peers.values()) {
            if (!peer.member().speaksExtensions()) {
                peer.sendBaseNotify(key, value);
            }
        }
    }

    @Nullable Peer find(long workerId) {
        return peers.get(workerId);
    }

    void connect(View.Member member, Peer peer) {
        connector.connect(member.endpoint(), peer);
    }

    void onConnected(Peer peer) {
        coordinator.resend(peer);
        events.onConnected(peer);
    }

    void onAck(Write write, long peerBit) {
        coordinator.onAck(write, peerBit);
    }

    void onUnreachable(View.Member member) {
        events.onUnreachable(member.workerId());
    }

    void onMisbehaved(String host, String reason) {
        listener.onPeerMisbehaved(host, reason);
    }

    View view() {
        return view;
    }

    void onTime(long nowNanos) {
        boolean stoodStill = nowNanos - this.nowNanos > config.peerTimeoutNanos() / 2;
        this.nowNanos = nowNanos;
        if (nowNanos < dueNanos && !stoodStill) {
            return;
        }
        // Also where nothing is due: a longer time between two looks is one in which this process stood still.
        dueNanos = nowNanos + config.peerTimeoutNanos() / LOOKS_A_TIMEOUT;
        List<Peer> lost = new ArrayList<>();
        for (Peer peer : peers.values()) {
            if (stoodStill) {
                peer.forgiveSilence(nowNanos);
            }
            peer.onTime(nowNanos);
            // Without views nobody says that a member has left: one that stays unreachable is given up.
            if (view.isNone() && peer.failures() > BASE_FAILURES_MAX) {
                lost.add(peer);
            }
            expect(peer.nextDeadlineNanos());
        }
        lost.forEach(this::remove);
    }

    long nowNanos() {
        return nowNanos;
    }

    /** It looks again by then: what has begun just now may be over before it would have. */
    void expect(long deadlineNanos) {
        dueNanos = Math.min(dueNanos, deadlineNanos);
    }

    long nextDeadlineNanos() {
        return peers.isEmpty() ? Core.NO_DEADLINE : dueNanos;
    }

    int size() {
        return peers.size();
    }
}
