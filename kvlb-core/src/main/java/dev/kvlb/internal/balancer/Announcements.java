package dev.kvlb.internal.balancer;

import dev.kvlb.internal.link.View;
import dev.kvlb.protocol.FrameWriter;
import dev.kvlb.protocol.MessageType;
import java.util.Collection;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** The frames by which workers learn who belongs to the cluster, in the order that the protocol demands. */
final class Announcements {
    private final int mode;

    Announcements(int mode) {
        this.mode = mode;
    }

    /**
     * Tells every other member of the new worker, and the new worker of every member, itself included.
     *
     * @param donor the one that is told to export by the flag of the base protocol; null where another order tells it
     */
    void announce(Member joiner, Collection<Member> members, @Nullable Member donor) {
        for (Member member : members) {
            if (member != joiner && member.session != null) {
                announce(member, joiner, member == donor, members.size());
            }
        }
        acknowledge(joiner, members);
    }

    /** Tells one that speaks only the base protocol to export to a worker that it has been told of already. */
    void orderBaseExport(Member donor, Member joiner, int totalWorkers) {
        announce(donor, joiner, true, totalWorkers);
    }

    private static void announce(Member to, Member joiner, boolean shouldExport, int totalWorkers) {
        sendStart(to, totalWorkers);
        sendEntry(to, joiner, shouldExport);
        sendEnd(to);
    }

    /** Sends a worker the whole registry, and one more end as the acknowledgement of its registration. */
    void acknowledge(Member worker, Collection<Member> members) {
        sendStart(worker, members.size());
        for (Member member : members) {
            sendEntry(worker, member, false);
        }
        sendEnd(worker);
        sendEnd(worker);
    }

    private static void sendStart(Member to, int totalWorkers) {
        out(to).begin(MessageType.WORKER_REGISTRY_START).u32(totalWorkers).end();
    }

    private static void sendEntry(Member to, Member about, boolean shouldExport) {
        out(to).begin(MessageType.WORKER_ENTRY)
                .u32(about.workerId)
                .text(about.peers.host())
                .u16(about.peers.port())
                .u8(shouldExport ? 1 : 0)
                .end();
    }

    private static void sendEnd(Member to) {
        out(to).begin(MessageType.WORKER_REGISTRY_END).end();
    }

    /** Sends the view to every member that knows what a view is. */
    void sendView(View view, Collection<Member> members) {
        for (Member member : members) {
            sendView(view, member);
        }
    }

    /** Sends the view to one member, if it knows what a view is. */
    void sendView(View view, Member member) {
        WorkerSession session = member.session;
        if (session != null && member.speaksExtensions()) {
            view.write(session.out());
        }
    }

    void sendJoin(Member worker, long cluster, long epoch) {
        out(worker)
                .begin(MessageType.JOIN)
                .u64(cluster)
                .u32(epoch)
                .u64(worker.join)
                .u8(worker.role())
                .u8(mode)
                .u8(worker.storeOrder)
                .end();
    }

    void sendExportOrder(Member donor, Member learner) {
        out(donor)
                .begin(MessageType.EXPORT_ORDER)
                .u64(learner.join)
                .u32(learner.workerId)
                .end();
    }

    private static FrameWriter out(Member member) {
        return Objects.requireNonNull(member.session).out();
    }
}
