package dev.kvlb.internal.balancer;

import dev.kvlb.internal.link.RecordedState;
import dev.kvlb.internal.link.View;
import java.util.ArrayList;
import java.util.List;

/** The views of a cluster, one after another, and what goes out with them. */
final class Views {
    private final BalancerRules rules;
    private final Replication replication;
    private final Members members;
    private final Announcements announcements;
    private View current = View.NONE;
    private long cluster;
    private long epoch;

    Views(BalancerRules rules, Replication replication, Members members) {
        this.rules = rules;
        this.replication = replication;
        this.members = members;
        this.announcements = new Announcements(replication.mode());
    }

    /** From here on the cluster and the epoch are these. */
    void begin(long cluster, long epoch) {
        this.cluster = cluster;
        this.epoch = epoch;
        current = new View(epoch, 0, 0, List.of());
    }

    /** The next view is of this epoch, and so is all that follows; until then the one before holds. */
    void raise(long epoch) {
        this.epoch = epoch;
    }

    /** Makes a view of the members as they are now; those that are new are told that they are let in, all are told. */
    void publish() {
        current = new View(
                epoch, current.number() + 1, replication.settledVersion(), members.inView(rules.listsLearners()));
        List<Member> fresh = new ArrayList<>();
        for (Member member : members.all()) {
            if (!member.announced && member.session != null) {
                fresh.add(member);
                sendJoin(member);
            }
        }
        announcements.sendView(current, members.all());
        for (Member member : fresh) {
            member.announced = true;
            member.listedSince = current.number();
            // Only the base protocol has a worker serve before it is known to be complete.
            Member donor = member.ready && !member.complete ? members.donorFor(member) : null;
            announcements.announce(member, members.all(), donor);
        }
    }

    /** Tells a worker that it is let in, as what, and what becomes of the data that it holds. */
    void sendJoin(Member member) {
        if (member.speaksExtensions()) {
            announcements.sendJoin(member, cluster, current.epoch());
        }
    }

    /** Tells a member, on a connection that knows nothing yet, of the view that holds. */
    void sendCurrent(Member member) {
        announcements.sendView(current, member);
        acknowledge(member);
    }

    /** Answers a worker that says that it is ready, as the base protocol has it. */
    void acknowledge(Member member) {
        announcements.acknowledge(member, members.all());
    }

    void orderExport(Member donor, Member learner) {
        if (donor.speaksExtensions()) {
            announcements.sendExportOrder(donor, learner);
        } else {
            announcements.orderBaseExport(donor, learner, members.size());
        }
    }

    View current() {
        return current;
    }

    boolean isCurrent(long epoch, long view) {
        return epoch == current.epoch() && view == current.number();
    }

    long cluster() {
        return cluster;
    }

    long epoch() {
        return epoch;
    }

    /** Returns what must be recorded before a view of the members as they are now takes effect. */
    RecordedState toRecord() {
        return new RecordedState(cluster, epoch, members.recorded());
    }
}
