package dev.kvlb.simulation;

import dev.kvlb.protocol.FieldName;
import dev.kvlb.protocol.Frame;
import dev.kvlb.protocol.MemberRole;
import java.util.ArrayList;
import java.util.List;

/** The workers that hold all data, as the balancer last told them: from the views that it sends. */
final class ReadyMembers {
    private final List<SimWorker> workers;
    private final List<Member> members = new ArrayList<>();
    private final List<Member> next = new ArrayList<>();
    private long epoch;
    private long view;
    private boolean isNew;

    private record Member(long workerId, long incarnation) {}

    /** Makes one for these workers; more may be added to the list. */
    ReadyMembers(List<SimWorker> workers) {
        this.workers = workers;
    }

    /** A view goes out, to one member after the other: what matters is the first time. */
    void onViewStart(Frame start) {
        long nextEpoch = start.number(FieldName.EPOCH);
        long nextView = start.number(FieldName.VIEW);
        isNew = nextEpoch > epoch || (nextEpoch == epoch && nextView > view);
        if (isNew) {
            epoch = nextEpoch;
            view = nextView;
            next.clear();
        }
    }

    void onViewMember(Frame member) {
        if (isNew && member.number(FieldName.ROLE) == MemberRole.READY) {
            next.add(new Member(member.number(FieldName.WORKER_ID), member.number(FieldName.INCARNATION)));
        }
    }

    /** The view is complete; returns those that are ready now and were not before. */
    List<SimWorker> onViewEnd() {
        if (!isNew) {
            return List.of();
        }
        List<Member> added = new ArrayList<>(next);
        added.removeAll(members);
        members.clear();
        members.addAll(next);
        return live(added);
    }

    /** Returns the ready ones whose processes live. */
    List<SimWorker> live() {
        return live(members);
    }

    /** Returns whether this worker is the only ready one that lives. */
    boolean isLast(SimWorker worker) {
        List<SimWorker> live = live();
        return live.size() == 1 && live.get(0) == worker;
    }

    private List<SimWorker> live(List<Member> members) {
        List<SimWorker> live = new ArrayList<>();
        for (SimWorker worker : workers) {
            if (worker.isAlive() && members.contains(new Member(worker.id(), worker.incarnation()))) {
                live.add(worker);
            }
        }
        return live;
    }

    @Override
    public String toString() {
        return "view " + epoch + "." + view + ": " + live();
    }
}
