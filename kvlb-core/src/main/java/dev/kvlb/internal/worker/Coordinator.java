package dev.kvlb.internal.worker;

import dev.kvlb.protocol.BufferPool;
import dev.kvlb.protocol.Frame;
import java.util.ArrayList;
import java.util.List;

/**
 * The writes that this worker got from the balancer and tells its peers of: each is settled when every member of the
 * view has acknowledged it. The balancer's window for this worker bounds how many there are.
 */
final class Coordinator {
    /** Is told when every member of the view has acknowledged a write. */
    @FunctionalInterface
    interface Settled {
        void onSettled(Write write);
    }

    private final WorkerRules rules;
    private final Settled settled;
    private final WriteList writes = new WriteList();

    /** Lends the memory of larger entries for a round trip to the peers: as garbage they would fill cold memory. */
    private final BufferPool entries = new BufferPool();

    Coordinator(WorkerRules rules, Settled settled) {
        this.rules = rules;
        this.settled = settled;
    }

    /** Tells every peer that speaks the extensions of a write that is applied here, a VERSIONED_STORE or _DELETE. */
    void begin(Frame frame, PeerTable peers) {
        Write write = new Write(frame, entries);
        write.awaiting = rules.awaited(peers.acknowledging());
        if (write.awaiting == 0) {
            settle(write);
            return;
        }
        writes.add(write);
        peers.notifyAll(write);
    }

    /** A peer has acknowledged a write. */
    void onAck(Write write, long peerBit) {
        write.awaiting &= ~peerBit;
        if (write.awaiting == 0 && writes.remove(write)) {
            settle(write);
        }
    }

    private void settle(Write write) {
        settled.onSettled(write);
        write.giveBack(entries);
    }

    /**
     * The view has changed, in one step: nothing is awaited of a member that is gone, and a new one must know every write
     * that is not settled.
     *
     * @param goneBits the peers that are gone
     * @param newBits the peers that are new; one may have the bit of one that is gone
     */
    void onPeersChanged(long goneBits, long newBits) {
        List<Write> over = new ArrayList<>();
        for (Write write = writes.first(); write != null; write = write.next) {
            write.awaiting = (write.awaiting & ~goneBits) | rules.awaitedOfNew(newBits);
            if (write.awaiting == 0) {
                over.add(write);
            }
        }
        over.forEach(writes::remove);
        over.forEach(this::settle);
    }

    /** Sends a peer, over a new connection, what it has not acknowledged. */
    void resend(Peer peer) {
        for (Write write = writes.first(); write != null; write = write.next) {
            if ((write.awaiting & peer.bit()) != 0) {
                peer.sendNotify(write);
            }
        }
    }

    /** The balancer is lost: it will have others drive these writes to their end. */
    void forgetAll() {
        writes.clear();
    }

    int size() {
        return writes.size();
    }
}
