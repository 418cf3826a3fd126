package dev.kvlb.internal.balancer;

import dev.kvlb.internal.link.RecordedState;
import dev.kvlb.internal.link.View;
import java.util.ArrayList;
import java.util.List;

/**
 * The views of a cluster, one after another, and what goes out with them.
 *
 * <p>The members change at once, and a view of them is published when what it rests on is recorded. Until then the view
 * before it holds: writes wait for its members.
 */
final class Views {
    private final BalancerRules rules;
    private final Replication replication;
    private final Members members;
    private final Recorder recorder;
    private final Announcements announcements;
    private View current = View.NONE;
    private long cluster;
    private long epoch;
    private long dataEpoch;

    Views(BalancerRules rules, Replication replication, Members members, Recorder recorder) {
        this.rules = rules;
        this.replication = replication;
        this.members = members;
        this.recorder = recorder;
        this.announcements = new Announcements(replication.mode());
    }

    /** From here on the cluster and the epoch are these; what a worker holds of an epoch before the data's was given up. */
    void begin(long cluster, long epoch, long dataEpoch) {
        this.cluster = cluster;
        this.epoch = epoch;
        this.dataEpoch = dataEpoch;
        current = new View(epoch, 0, 0, List.of());
        replication.begin(epoch);
    }

    /** From here on the cluster is this one, and the epoch behind all up to this one. */
    void beginBehind(long cluster, long greatest) {
        begin(cluster, rules.epochAfter(greatest), dataEpoch);
    }

    /** The data of all epochs before this one is given up. */
    void giveUpData() {
        dataEpoch = epoch;
    }

    /** An operator wants back what a worker holds, whether or not it was given up before. */
    void takeBackData() {
        dataEpoch = 0;
    }

    /** Returns whether a worker holds data, and it has not been given up. */
    boolean holdsData(Report report) {
        return report.holdsDataSince(dataEpoch);
    }

    /**
     * A worker has seen this epoch, and maybe this run has yet to come to it: nobody told it of an earlier run that had it.
     * It goes on behind that.
     */
    void passOver(long epochSeen) {
        if (epochSeen <= epoch) {
            return;
        }
        if (members.isEmpty()) {
            boolean givenUp = dataEpoch == epoch;
            beginBehind(cluster, epochSeen);
            if (givenUp) {
                giveUpData();
            }
            return;
        }
        epoch = rules.epochAfter(epochSeen);
        replication.begin(epoch);
        change();
    }

    /** The members, or the epoch, have changed: a view follows as soon as it may. */
    void change() {
        recorder.require(new RecordedState(cluster, epoch, dataEpoch, members.recorded()));
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

    /** Returns whether the view that holds lists this run of a worker. */
    boolean lists(long incarnation) {
        return incarnation != 0 && current.members().stream().anyMatch(member -> member.incarnation() == incarnation);
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

    /** Returns whose views these are. */
    Members members() {
        return members;
    }
}
