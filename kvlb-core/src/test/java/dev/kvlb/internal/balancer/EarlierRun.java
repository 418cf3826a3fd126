package dev.kvlb.internal.balancer;

import dev.kvlb.internal.link.RecordedState;
import dev.kvlb.protocol.MemberRole;
import dev.kvlb.protocol.Message;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.LongStream;

/**
 * What a worker knows of an earlier run of the balancer: the last view that it was told, and what its store was. Members
 * are known by their ids, and have the incarnations that the fixture gives them.
 */
final class EarlierRun {
    static final long CLUSTER = 0x1234;

    final long cluster;
    final long epoch;
    final long view;
    final List<Message.ViewMember> members;
    final int role;
    final long lastVersion;

    /** The highest that the worker obeys. */
    final long obeyed;

    private EarlierRun(
            long cluster,
            long epoch,
            long view,
            List<Message.ViewMember> members,
            int role,
            long lastVersion,
            long obeyed) {
        this.cluster = cluster;
        this.epoch = epoch;
        this.view = view;
        this.members = members;
        this.role = role;
        this.lastVersion = lastVersion;
        this.obeyed = obeyed;
    }

    /** A view without members, known to a worker whose store is complete. */
    static EarlierRun of(long epoch, long view) {
        return new EarlierRun(CLUSTER, epoch, view, List.of(), MemberRole.READY, Versions.first(epoch) + 1, epoch);
    }

    /** The same, of another cluster. */
    EarlierRun ofCluster(long other) {
        return new EarlierRun(other, epoch, view, members, role, lastVersion, obeyed);
    }

    /** The same with these ready members. */
    EarlierRun ready(long... ids) {
        return with(MemberRole.READY, ids);
    }

    /** The same with these learners. */
    EarlierRun learner(long... ids) {
        return with(MemberRole.LEARNER, ids);
    }

    private EarlierRun with(int memberRole, long... ids) {
        List<Message.ViewMember> more = new ArrayList<>(members);
        for (long id : ids) {
            more.add(new Message.ViewMember(
                    id, FakeWorker.INCARNATION + id, BalancerFixture.HOST, FakeWorker.port(id), memberRole));
        }
        return new EarlierRun(cluster, epoch, view, more, role, lastVersion, obeyed);
    }

    /** The same with a member that speaks only the base protocol. */
    EarlierRun base(long id) {
        List<Message.ViewMember> more = new ArrayList<>(members);
        more.add(new Message.ViewMember(
                id, FakeWorker.BASE, BalancerFixture.HOST, FakeWorker.port(id), MemberRole.READY));
        return new EarlierRun(cluster, epoch, view, more, role, lastVersion, obeyed);
    }

    /** What this run would have recorded of the workers with these ids. */
    static RecordedState record(long epoch, long... ids) {
        return new RecordedState(
                CLUSTER,
                epoch,
                LongStream.of(ids)
                        .mapToObj(id -> new RecordedState.Member(id, FakeWorker.INCARNATION + id))
                        .toList());
    }

    /** The same, known to a worker whose import was not complete. */
    EarlierRun incomplete() {
        return new EarlierRun(cluster, epoch, view, members, MemberRole.LEARNER, lastVersion, obeyed);
    }

    /** The same, known to a worker that holds this version, and none that is greater. */
    EarlierRun upTo(long version) {
        return new EarlierRun(cluster, epoch, view, members, role, version, obeyed);
    }

    /** The same, known to a worker that obeys a later epoch already, of which it has been told no view. */
    EarlierRun obeying(long later) {
        return new EarlierRun(cluster, epoch, view, members, role, lastVersion, later);
    }
}
