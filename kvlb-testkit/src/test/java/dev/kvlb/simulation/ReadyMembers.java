package dev.kvlb.simulation;

import dev.kvlb.protocol.FieldName;
import dev.kvlb.protocol.Frame;
import dev.kvlb.protocol.MemberRole;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** The workers that hold all data, as the balancer last told them: from the views that it sends. */
final class ReadyMembers {
    private final List<SimWorker> workers;
    private final List<Long> incarnations = new ArrayList<>();
    private final List<Long> next = new ArrayList<>();
    private List<Long> lastIncarnations = List.of();
    private long epoch;
    private long view;
    private boolean isNew;
    private @Nullable SimProcess balancer;

    /** Makes one for these workers; more may be added to the list. */
    ReadyMembers(List<SimWorker> workers) {
        this.workers = workers;
    }

    /** A view goes out, to one member after the other: what matters is the first time. */
    void onViewStart(Frame start, SimProcess from) {
        long nextEpoch = start.number(FieldName.EPOCH);
        long nextView = start.number(FieldName.VIEW);
        isNew = from != balancer || nextEpoch > epoch || (nextEpoch == epoch && nextView > view);
        if (isNew) {
            balancer = from;
            epoch = nextEpoch;
            view = nextView;
            next.clear();
        }
    }

    void onViewMember(Frame member) {
        if (isNew && member.number(FieldName.ROLE) == MemberRole.READY) {
            next.add(member.number(FieldName.INCARNATION));
        }
    }

    /** Returns whether the view that goes out was not told before. */
    boolean isNew() {
        return isNew;
    }

    /** Returns the epoch of the view that goes out, or went out last. */
    long epoch() {
        return epoch;
    }

    /** Returns who is ready in the view that goes out. */
    List<Long> next() {
        return next;
    }

    /** Returns who was ready in the view before it. */
    List<Long> incarnations() {
        return incarnations;
    }

    /** Returns who was ready in the last view in which somebody was. */
    List<Long> lastIncarnations() {
        return lastIncarnations;
    }

    /** The view is complete; returns those that live and are ready now and were not before. */
    List<SimWorker> onViewEnd() {
        List<SimWorker> added = new ArrayList<>();
        for (SimWorker worker : workers) {
            long incarnation = worker.incarnation();
            if (worker.isAlive() && next.contains(incarnation) && !incarnations.contains(incarnation)) {
                added.add(worker);
            }
        }
        incarnations.clear();
        incarnations.addAll(next);
        if (!next.isEmpty()) {
            lastIncarnations = List.copyOf(next);
        }
        return added;
    }

    /** Returns the ready ones whose processes live. */
    List<SimWorker> live() {
        List<SimWorker> live = new ArrayList<>();
        for (SimWorker worker : workers) {
            if (isReady(worker)) {
                live.add(worker);
            }
        }
        return live;
    }

    /** Returns the ready ones whose processes live, in the order of the view: the first exports to those that come. */
    List<SimWorker> liveInOrder() {
        List<SimWorker> live = live();
        live.sort(Comparator.comparingInt(worker -> incarnations.indexOf(worker.incarnation())));
        return live;
    }

    /** Returns whether this worker lives and is ready. */
    boolean isReady(SimWorker worker) {
        return worker.isAlive() && incarnations.contains(worker.incarnation());
    }

    /** Returns whether this balancer has told a view. */
    boolean isOf(SimProcess process) {
        return process == balancer;
    }

    /** Returns whether this worker is the only ready one that lives. */
    boolean isLast(SimWorker worker) {
        List<SimWorker> live = live();
        return live.size() == 1 && live.get(0) == worker;
    }

    @Override
    public String toString() {
        return "view " + epoch + "." + view + ": " + live();
    }
}
