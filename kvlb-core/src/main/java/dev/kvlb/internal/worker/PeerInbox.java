package dev.kvlb.internal.worker;

import dev.kvlb.internal.link.Entries;
import dev.kvlb.internal.link.ErrorFrame;
import dev.kvlb.internal.link.Greeting;
import dev.kvlb.internal.link.Link;
import dev.kvlb.internal.link.LinkHandler;
import dev.kvlb.internal.link.View;
import dev.kvlb.protocol.ByteSlice;
import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.FieldName;
import dev.kvlb.protocol.Frame;
import dev.kvlb.protocol.Handshake;
import dev.kvlb.protocol.MalformedFrameException;
import dev.kvlb.protocol.MessageType;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A connection that a peer opened to tell this worker of writes, and to export to it.
 *
 * <p>What names a view or a join that the balancer has not told this worker of yet waits, and with it all that follows
 * on the connection: view and join travel on another one. An acknowledged write is therefore one that was applied to
 * the store of that view's membership, never to one that a join is about to replace.
 */
final class PeerInbox implements LinkHandler {
    private final PeerInboxes inboxes;
    private final Replica replica;
    private final WorkerConfig config;
    private final WorkerRules rules;
    private final Link link;
    private long incarnation;
    private byte @Nullable [] early;
    private long notifies;
    private long acknowledged;

    PeerInbox(PeerInboxes inboxes, Replica replica, WorkerConfig config, WorkerRules rules, Link link) {
        this.inboxes = inboxes;
        this.replica = replica;
        this.config = config;
        this.rules = rules;
        this.link = link;
    }

    @Override
    public boolean onFrame(Frame frame) throws MalformedFrameException {
        if (isEarly(frame)) {
            early = Arrays.copyOfRange(frame.bytes(), frame.offset(), frame.offset() + frame.length());
            inboxes.awaitMembership(this);
            return false;
        }
        take(frame);
        return true;
    }

    @Override
    public boolean onFrameAhead(Frame frame) {
        switch (frame.type()) {
            case VERSIONED_NOTIFY, NOTIFY_DELETE, VERSIONED_ENTRY, VERSIONED_TOMBSTONE, PEER_NOTIFY, DATA_ENTRY ->
                replica.prefetch(frame.key());
            default -> {}
        }
        return true;
    }

    private boolean isEarly(Frame frame) {
        return switch (frame.type()) {
            case VERSIONED_NOTIFY, NOTIFY_DELETE -> isOfLaterView(frame);
            case VERSIONED_EXPORT_START -> rules.isEarlyExport(frame.number(FieldName.JOIN), inboxes.join());
            default -> false;
        };
    }

    private boolean isOfLaterView(Frame notify) {
        View own = inboxes.view();
        return rules.isEarly(notify.number(FieldName.EPOCH), notify.number(FieldName.VIEW), own.epoch(), own.number());
    }

    private void take(Frame frame) throws MalformedFrameException {
        switch (frame.type()) {
            case VERSIONED_NOTIFY -> {
                Entries.require(frame);
                onNotify(frame, frame.value());
            }
            case NOTIFY_DELETE -> {
                Entries.requireKey(frame);
                onNotify(frame, null);
            }
            case VERSIONED_EXPORT_START -> {}
            case VERSIONED_ENTRY -> {
                Entries.require(frame);
                onExported(frame, frame.value());
            }
            case VERSIONED_TOMBSTONE -> {
                Entries.requireKey(frame);
                onExported(frame, null);
            }
            case VERSIONED_EXPORT_END -> {
                if (isOfThisJoin(frame)) {
                    inboxes.onImported();
                }
            }
            case PEER_NOTIFY -> {
                Entries.require(frame);
                replica.applyUnversioned(frame.key(), frame.value());
            }
            case DATA_ENTRY -> {
                Entries.require(frame);
                replica.applyIfAbsent(frame.key(), frame.value());
            }
            case DATA_EXPORT_START, DATA_EXPORT_END -> {}
            case HEARTBEAT ->
                link.out()
                        .begin(MessageType.HEARTBEAT_ACK)
                        .u64(frame.number(FieldName.SEQUENCE))
                        .end();
            case HELLO -> onHello(frame);
            case SHUTDOWN -> onInputEnded();
            case ERROR -> inboxes.onMisbehaved(link.remoteHost(), frame.text(FieldName.MESSAGE));
            default -> throw MalformedFrameException.wrongSide(frame.type(), "peer");
        }
    }

    private void onHello(Frame hello) throws MalformedFrameException {
        Greeting.answer(hello, link.out(), Handshake.WORKER, config.incarnation());
        incarnation = hello.number(FieldName.INCARNATION);
    }

    private void onExported(Frame frame, @Nullable ByteSlice value) throws MalformedFrameException {
        long version = Entries.version(frame);
        if (isOfThisJoin(frame)) {
            replica.merge(version, frame.key(), value);
        }
    }

    /**
     * A write of an earlier run of the balancer, or of a worker that has left the cluster, is none of this cluster's any
     * more: who is still a member drives it to its end. A peer that will be a member again connects again.
     */
    private void onNotify(Frame frame, @Nullable ByteSlice value) throws MalformedFrameException {
        long version = Entries.version(frame);
        View view = inboxes.view();
        if (!rules.takesNotify(frame.number(FieldName.EPOCH), view.epoch(), view.contains(incarnation))) {
            link.close();
            return;
        }
        replica.apply(version, frame.key(), value);
        if (notifies++ == acknowledged) {
            inboxes.awaitAcknowledging(this);
        }
    }

    private boolean isOfThisJoin(Frame frame) {
        return rules.takesExport(frame.number(FieldName.JOIN), inboxes.join()) && inboxes.isLearning();
    }

    /** The view or the join has changed: what came too early may be right now. */
    void onMembership() {
        byte[] bytes = early;
        if (bytes == null) {
            return;
        }
        early = null;
        try {
            if (onFrame(new Frame().wrap(bytes, 0, bytes.length))) {
                link.resume();
            }
        } catch (MalformedFrameException e) {
            onMalformed(e);
        }
    }

    /** Acknowledges in one frame all that came in this turn. */
    void acknowledge() {
        acknowledged = notifies;
        link.out().begin(MessageType.NOTIFY_ACK).u64(notifies).end();
    }

    @Override
    public void onMalformed(MalformedFrameException cause) {
        String reason = String.valueOf(cause.getMessage());
        inboxes.onMisbehaved(link.remoteHost(), reason);
        ErrorFrame.append(link.out(), ErrorCode.PROTOCOL_ERROR, reason);
        link.close();
    }

    @Override
    public void onInputEnded() {
        link.close();
    }

    @Override
    public void onDrained() {}

    @Override
    public void onClosed() {
        inboxes.onClosed(this);
    }

    void close() {
        link.close();
    }
}
