package dev.kvlb.internal.balancer;

import dev.kvlb.protocol.FrameWriter;
import dev.kvlb.protocol.MemberRole;
import dev.kvlb.protocol.MessageType;
import dev.kvlb.protocol.StoreOrder;
import java.util.Collection;
import org.jspecify.annotations.Nullable;

/** The frames by which workers learn who belongs to the cluster, in the order that the protocol demands. */
final class Announcements {
    private final long epoch;
    private final int mode;

    Announcements(long epoch, int mode) {
        this.epoch = epoch;
        this.mode = mode;
    }

    /**
     * Tells every other member of the new worker, and the new worker of every member, itself included.
     *
     * @param donor the one that is told to export by the flag of the base protocol; null where another order tells it
     */
    void announce(WorkerSession joiner, Collection<WorkerSession> members, @Nullable WorkerSession donor) {
        for (WorkerSession member : members) {
            if (member != joiner) {
                announce(member, joiner, member == donor, members.size());
            }
        }
        acknowledge(joiner, members);
    }

    /** Tells one that speaks only the base protocol to export to a worker that it has been told of already. */
    void orderBaseExport(WorkerSession donor, WorkerSession joiner, int totalWorkers) {
        announce(donor, joiner, true, totalWorkers);
    }

    private static void announce(WorkerSession to, WorkerSession joiner, boolean shouldExport, int totalWorkers) {
        sendStart(to, totalWorkers);
        sendEntry(to, joiner, shouldExport);
        sendEnd(to);
    }

    /** Sends a worker the whole registry, and one more end as the acknowledgement of its registration. */
    void acknowledge(WorkerSession worker, Collection<WorkerSession> members) {
        sendStart(worker, members.size());
        for (WorkerSession member : members) {
            sendEntry(worker, member, false);
        }
        sendEnd(worker);
        sendEnd(worker);
    }

    private static void sendStart(WorkerSession to, int totalWorkers) {
        to.out().begin(MessageType.WORKER_REGISTRY_START).u32(totalWorkers).end();
    }

    private static void sendEntry(WorkerSession to, WorkerSession about, boolean shouldExport) {
        to.out()
                .begin(MessageType.WORKER_ENTRY)
                .u32(about.workerId())
                .text(about.host())
                .u16(about.peerPort())
                .u8(shouldExport ? 1 : 0)
                .end();
    }

    private static void sendEnd(WorkerSession to) {
        to.out().begin(MessageType.WORKER_REGISTRY_END).end();
    }

    /** Sends the view to every member that knows what a view is. */
    void sendView(long view, long settled, Collection<WorkerSession> members) {
        for (WorkerSession member : members) {
            if (member.speaksExtensions()) {
                sendView(member.out(), view, settled, members);
            }
        }
    }

    private void sendView(FrameWriter out, long view, long settled, Collection<WorkerSession> members) {
        out.begin(MessageType.VIEW_START)
                .u32(epoch)
                .u32(view)
                .u64(settled)
                .u32(members.size())
                .end();
        for (WorkerSession member : members) {
            out.begin(MessageType.VIEW_MEMBER)
                    .u32(member.workerId())
                    .u64(member.incarnation())
                    .text(member.host())
                    .u16(member.peerPort())
                    .u8(member.isReady() ? MemberRole.READY : MemberRole.LEARNER)
                    .end();
        }
        out.begin(MessageType.VIEW_END).end();
    }

    void sendJoin(WorkerSession worker, int role) {
        worker.out()
                .begin(MessageType.JOIN)
                .u64(0)
                .u32(epoch)
                .u64(worker.join)
                .u8(role)
                .u8(mode)
                .u8(StoreOrder.KEEP)
                .end();
    }

    void sendExportOrder(WorkerSession donor, WorkerSession learner) {
        donor.out()
                .begin(MessageType.EXPORT_ORDER)
                .u64(learner.join)
                .u32(learner.workerId())
                .end();
    }
}
