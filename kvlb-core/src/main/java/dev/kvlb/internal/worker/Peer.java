package dev.kvlb.internal.worker;

import dev.kvlb.internal.link.Backoff;
import dev.kvlb.internal.link.Connector;
import dev.kvlb.internal.link.Core;
import dev.kvlb.internal.link.ErrorFrame;
import dev.kvlb.internal.link.Greeting;
import dev.kvlb.internal.link.Link;
import dev.kvlb.internal.link.LinkHandler;
import dev.kvlb.internal.link.View;
import dev.kvlb.protocol.ByteSlice;
import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.FieldName;
import dev.kvlb.protocol.Frame;
import dev.kvlb.protocol.MalformedFrameException;
import dev.kvlb.protocol.MessageType;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Another member of the cluster, and the connection by which it is told of the writes that this worker coordinates. It
 * acknowledges them on the same connection, in order, by their count.
 */
final class Peer implements Connector.Outcome, LinkHandler {
    private static final long OWES_NOTHING = Long.MAX_VALUE;

    private final PeerTable table;
    private final WorkerConfig config;
    private final View.Member member;
    private final int slot;
    private final Backoff backoff;
    private final ArrayDeque<Write> unacknowledged = new ArrayDeque<>();

    private @Nullable Link link;
    private boolean connecting;
    private boolean removed;
    private long acknowledged;

    /** How often this connection was marked, and the last mark to which the peer has come. */
    private long marks;

    private long marksAnswered;
    private long retryNanos;
    private int failures;

    /** When this connection came to stand. */
    private long connectedNanos;

    /** Whether anything has come on this connection. */
    private boolean heard;

    /** Since when the peer can't be reached, if there is no connection. */
    private long lostNanos;

    /** Since when the peer has acknowledged nothing of what it owes, whatever the connection. */
    private long owesSinceNanos = OWES_NOTHING;

    /** Before this nothing is reported: it was not long ago. */
    private long quietUntilNanos;

    Peer(PeerTable table, WorkerConfig config, View.Member member, int slot, Backoff backoff, long nowNanos) {
        this.table = table;
        this.config = config;
        this.member = member;
        this.slot = slot;
        this.backoff = backoff;
        this.lostNanos = nowNanos;
        this.quietUntilNanos = nowNanos;
        this.retryNanos = nowNanos + backoff.nextNanos();
    }

    // Connecting.

    @Override
    public LinkHandler onConnected(Link connected) {
        connecting = false;
        if (removed) {
            connected.close();
            return this;
        }
        link = connected;
        connectedNanos = table.nowNanos();
        heard = false;
        acknowledged = 0;
        marks = 0;
        marksAnswered = 0;
        if (member.speaksExtensions()) {
            Greeting.helloOfWorker(connected.out(), config.incarnation());
        }
        table.onConnected(this);
        return this;
    }

    @Override
    public void onFailed(String reason) {
        connecting = false;
        failures++;
        retryLater();
    }

    private void retryLater() {
        if (!removed) {
            retryNanos = table.nowNanos() + backoff.nextNanos();
            table.expect(nextDeadlineNanos());
        }
    }

    /** The peer left the cluster, or this worker lost it: nothing is sent any more. */
    void remove() {
        removed = true;
        retryNanos = Core.NO_DEADLINE;
        unacknowledged.clear();
        Link open = link;
        if (open != null) {
            link = null;
            open.close();
        }
    }

    // What the peer sends on this connection: acknowledgements, and how far it has come.

    @Override
    public boolean onFrame(Frame frame) throws MalformedFrameException {
        heard = true;
        switch (frame.type()) {
            case NOTIFY_ACK -> onAck(frame.number(FieldName.COUNT), frame);
            case HEARTBEAT_ACK -> onMarkAnswered(frame.number(FieldName.SEQUENCE), frame);
            case WELCOME, SHUTDOWN -> {}
            case ERROR -> table.onMisbehaved(member.endpoint().host(), frame.text(FieldName.MESSAGE));
            default -> throw MalformedFrameException.wrongSide(frame.type(), "peer that was connected to");
        }
        return true;
    }

    private void onAck(long count, Frame frame) throws MalformedFrameException {
        if (count < acknowledged || count - acknowledged > unacknowledged.size()) {
            throw MalformedFrameException.of(
                    frame,
                    FieldName.COUNT,
                    acknowledged + ".." + (acknowledged + unacknowledged.size()),
                    String.valueOf(count));
        }
        if (count > acknowledged) {
            owesSinceNanos = count - acknowledged == unacknowledged.size() ? OWES_NOTHING : table.nowNanos();
        }
        for (; acknowledged < count; acknowledged++) {
            table.onAck(unacknowledged.remove(), bit());
        }
    }

    private void onMarkAnswered(long mark, Frame frame) throws MalformedFrameException {
        if (mark <= marksAnswered || mark > marks) {
            throw MalformedFrameException.of(
                    frame, FieldName.SEQUENCE, (marksAnswered + 1) + ".." + marks, String.valueOf(mark));
        }
        marksAnswered = mark;
    }

    @Override
    public void onMalformed(MalformedFrameException cause) {
        String reason = String.valueOf(cause.getMessage());
        table.onMisbehaved(member.endpoint().host(), reason);
        Link open = link;
        if (open != null) {
            ErrorFrame.append(open.out(), ErrorCode.PROTOCOL_ERROR, reason);
            open.close();
        }
    }

    @Override
    public void onInputEnded() {
        Link open = link;
        if (open != null) {
            open.close();
        }
    }

    @Override
    public void onDrained() {}

    @Override
    public void onClosed() {
        if (!removed) {
            link = null;
            unacknowledged.clear();
            long nowNanos = table.nowNanos();
            if (heard) {
                lostNanos = nowNanos;
            }
            // Only a connection that stood for a while counts as a success: a peer may take each and hang up.
            if (nowNanos - connectedNanos >= config.retryMaxNanos()) {
                failures = 0;
                backoff.reset();
            }
            failures++;
            retryLater();
        }
    }

    // What the peer is sent.

    /** Tells the peer of a write that it has to acknowledge; over the next connection, if there is none now. */
    void sendNotify(Write write) {
        if (owesSinceNanos == OWES_NOTHING) {
            owesSinceNanos = table.nowNanos();
        }
        Link open = link;
        if (open == null) {
            return;
        }
        unacknowledged.add(write);
        write.writeNotify(open.out(), table.view());
    }

    /** Asks a peer that is connected, and speaks the extensions, to say when it has taken all that was sent before. */
    void sendMark() {
        Link open = link;
        if (open != null) {
            open.out().begin(MessageType.HEARTBEAT).u64(++marks).u64(0).end();
        }
    }

    /** Returns how often it was asked and has not answered. */
    long unansweredMarks() {
        return marks - marksAnswered;
    }

    /**
     * Tells a peer that speaks only the base protocol of a write. One that does not read loses its connection, so that
     * it costs bounded memory; what it misses then it does not get again: the base protocol has no way to ask for it.
     */
    void sendBaseNotify(ByteSlice key, ByteSlice value) {
        Link open = link;
        if (open == null) {
            return;
        }
        if (open.unsentBytes() > config.peerUnsentBytesMax()) {
            table.onMisbehaved(member.endpoint().host(), "does not read what it is told: connection closed");
            open.close();
            return;
        }
        open.out().begin(MessageType.PEER_NOTIFY).bytes(key).bytes(value).end();
    }

    // Time.

    void onTime(long nowNanos) {
        if (retryNanos <= nowNanos && !connecting) {
            retryNanos = Core.NO_DEADLINE;
            connecting = true;
            table.connect(member, this);
        }
        if (overdueNanos() <= nowNanos) {
            quietUntilNanos = nowNanos + config.peerTimeoutNanos();
            table.onUnreachable(member);
        }
    }

    /** It was this process that stood still: what the peer sent meanwhile may lie unread. */
    void forgiveSilence(long nowNanos) {
        quietUntilNanos = nowNanos + config.peerTimeoutNanos();
    }

    /** Returns when the balancer is to be told that this peer can't be reached, if nothing changes. */
    private long overdueNanos() {
        if (!member.speaksExtensions()) {
            return Core.NO_DEADLINE;
        }
        long sinceNanos = link == null ? Math.min(lostNanos, owesSinceNanos) : owesSinceNanos;
        return sinceNanos == OWES_NOTHING
                ? Core.NO_DEADLINE
                : Math.max(quietUntilNanos, sinceNanos + config.peerTimeoutNanos());
    }

    long nextDeadlineNanos() {
        return Math.min(retryNanos, overdueNanos());
    }

    // What is known of the peer.

    /** Returns this peer's bit in the sets of those that a write waits for. */
    long bit() {
        return 1L << slot;
    }

    int slot() {
        return slot;
    }

    View.Member member() {
        return member;
    }

    @Nullable Link link() {
        return link;
    }

    /** Returns how many attempts to connect, or connections, have failed since one last stood for a while. */
    int failures() {
        return failures;
    }
}
