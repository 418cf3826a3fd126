package dev.kvlb.internal.worker;

import dev.kvlb.internal.link.Entries;
import dev.kvlb.internal.link.Link;
import dev.kvlb.protocol.ByteSlice;
import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.FieldName;
import dev.kvlb.protocol.Frame;
import dev.kvlb.protocol.FrameWriter;
import dev.kvlb.protocol.MalformedFrameException;
import dev.kvlb.protocol.MessageType;
import dev.kvlb.spi.KeyValueStore;
import org.jspecify.annotations.Nullable;

/** Serves the requests that come on one connection from the balancer. */
final class Serving implements KeyValueStore.EntryVisitor {
    private final Replica replica;
    private final PeerTable peers;
    private final Coordinator coordinator;
    private final Link link;
    private long retrieving;

    /** Whether an answer names the version that it found: to a balancer that speaks the extensions. */
    private boolean versioned;

    /** Whether a write is answered as soon as it is applied here. */
    private boolean answersAtOnce;

    Serving(Replica replica, PeerTable peers, Coordinator coordinator, Link link) {
        this.replica = replica;
        this.peers = peers;
        this.coordinator = coordinator;
        this.link = link;
    }

    /** The balancer speaks the extensions. */
    void onWelcome() {
        versioned = true;
    }

    /** The balancer says how to answer. */
    void onMode(boolean linearizable) {
        answersAtOnce = !linearizable;
    }

    void store(Frame frame) {
        ErrorCode refusal = Entries.refusal(frame);
        if (refusal == ErrorCode.NONE) {
            replica.applyUnversioned(frame.key(), frame.value());
            peers.notifyBasePeers(frame.key(), frame.value());
        }
        answerStore(frame, refusal);
    }

    void storeVersioned(Frame frame) throws MalformedFrameException {
        long version = Entries.version(frame);
        ErrorCode refusal = Entries.refusal(frame);
        if (refusal != ErrorCode.NONE) {
            answerStore(frame, refusal);
            return;
        }
        replica.apply(version, frame.key(), frame.value());
        coordinate(frame);
        peers.notifyBasePeers(frame.key(), frame.value());
    }

    void deleteVersioned(Frame frame) throws MalformedFrameException {
        long version = Entries.version(frame);
        ErrorCode refusal = Entries.refusalOfKey(frame);
        if (refusal != ErrorCode.NONE) {
            answerStore(frame, refusal);
            return;
        }
        replica.apply(version, frame.key(), null);
        coordinate(frame);
    }

    private void coordinate(Frame frame) {
        if (answersAtOnce) {
            answerStore(frame, ErrorCode.NONE);
        }
        coordinator.begin(frame, peers);
    }

    private void answerStore(Frame frame, ErrorCode result) {
        link.out()
                .begin(MessageType.STORE_RESPONSE)
                .u8(result.code())
                .u32(frame.number(FieldName.CLIENT_ID))
                .bytes(frame.key())
                .end();
    }

    void retrieve(Frame frame) {
        retrieving = frame.number(FieldName.CLIENT_ID);
        if (Entries.refusalOfKey(frame) != ErrorCode.NONE) {
            // Not repeated: it may be too long for the answer.
            beginAnswer(ErrorCode.INVALID_KEY, 0).u16(0).u16(0).end();
        } else if (!replica.find(frame.key(), this)) {
            beginAnswer(ErrorCode.KEY_NOT_FOUND, 0).bytes(frame.key()).u16(0).end();
        }
    }

    /** The entry that a retrieve found. */
    @Override
    public void entry(long version, ByteSlice key, @Nullable ByteSlice value) {
        if (value == null) {
            beginAnswer(ErrorCode.KEY_NOT_FOUND, version).bytes(key).u16(0).end();
        } else {
            beginAnswer(ErrorCode.NONE, version).bytes(key).bytes(value).end();
        }
    }

    private FrameWriter beginAnswer(ErrorCode result, long version) {
        FrameWriter out = link.out();
        if (versioned) {
            return out.begin(MessageType.VERSIONED_RETRIEVE_RESPONSE)
                    .u8(result.code())
                    .u32(retrieving)
                    .u64(version);
        }
        return out.begin(MessageType.RETRIEVE_RESPONSE).u8(result.code()).u32(retrieving);
    }
}
