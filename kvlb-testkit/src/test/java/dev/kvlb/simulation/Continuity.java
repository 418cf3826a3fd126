package dev.kvlb.simulation;

import dev.kvlb.internal.link.RecordedState;
import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.FieldName;
import dev.kvlb.protocol.Frame;
import dev.kvlb.protocol.MemberRole;
import dev.kvlb.protocol.MessageType;
import dev.kvlb.protocol.StoreOrder;
import java.util.Collection;
import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Knows whether the data of a cluster may be given up, and notices when it is (I9): somebody ordered it, or the cluster
 * is a pure cache and begins anew, or its last worker left in order, or a balancer without a record met nobody who knew
 * of a cluster.
 */
final class Continuity {
    /** How a cluster goes on with a view. */
    enum Step {
        /** With all that was promised. */
        GOES_ON,
        /** With nothing. */
        BEGINS_EMPTY,
        /** With what one worker kept. */
        BEGINS_WITH_LEFTOVERS
    }

    private final boolean mayLoseAll;
    private final Set<Long> leftInOrder = new HashSet<>();
    private final Set<Long> holdsData = new HashSet<>();
    private final Set<Long> toldToBeginEmpty = new HashSet<>();
    private long cluster;
    private long clusterBefore;
    private boolean recorded;
    private boolean known;
    private boolean nobodyKnewBefore;
    private boolean foundedEmpty;
    private boolean emptied;
    private long beganInEpoch;
    private long beganEmptyInEpoch;
    private @Nullable MessageType order;
    private @Nullable MessageType orderBefore;

    /** What was last ordered of those before this one, if no view has told since what came of it. */
    private @Nullable MessageType orderOfBalancersBefore;

    /**
     * Makes one that knows of no cluster.
     *
     * @param mayLoseAll whether the cluster begins anew where its last worker is lost
     */
    Continuity(boolean mayLoseAll) {
        this.mayLoseAll = mayLoseAll;
    }

    /** A balancer begins, with a record or without. */
    void onBalancerBegun(@Nullable RecordedState record) {
        // The one before may have recorded a cluster of its own and told nobody.
        nobodyKnewBefore |= record != null && record.cluster() != cluster && nobodyKnows();
        recorded = record != null;
        known = false;
        foundedEmpty = false;
        emptied = false;
        if (order != null) {
            orderOfBalancersBefore = order;
        }
        order = null;
    }

    /** A worker tells the balancer what it holds. */
    void onReport(Frame report, long incarnation) {
        // What was held before the data was given up is none of it.
        if (report.number(FieldName.CLUSTER) != 0 && report.number(FieldName.EPOCH) >= beganEmptyInEpoch) {
            holdsData.add(incarnation);
        } else {
            holdsData.remove(incarnation);
        }
    }

    /** A worker has told the balancer the last view that it was told, of this epoch, in time or too late. */
    void onViewReported(long cluster, long epoch, boolean inTime) {
        // One of before the data was given up tells nothing of the cluster that began then.
        known |= inTime && cluster == this.cluster && epoch >= beganInEpoch;
    }

    /** A worker tells the balancer that it ends. */
    void onLeftInOrder(long incarnation) {
        leftInOrder.add(incarnation);
    }

    /** Somebody orders the balancer to begin anew. */
    void onOrder(MessageType order) {
        orderBefore = this.order;
        this.order = order;
    }

    /** The balancer says what came of an order. */
    void onOrderAnswered(Frame answer) {
        if (answer.number(FieldName.RESULT) != ErrorCode.NONE.code()) {
            order = orderBefore;
        }
    }

    /**
     * Returns whether a balancer that begins with nothing may take an epoch before one of which nobody told it: without a
     * record, where it does not wait for those who know.
     */
    boolean mayGoBackInEpochs() {
        return !recorded;
    }

    /** Returns the identity of the cluster; 0 before there is any. */
    long cluster() {
        return cluster;
    }

    /** Returns whether the cluster is another one than when this was asked for the last time. */
    boolean isAnotherCluster() {
        boolean another = cluster != clusterBefore;
        clusterBefore = cluster;
        return another;
    }

    /** A worker is let in; a view follows. */
    void onJoin(Frame join, long incarnation) {
        cluster = join.number(FieldName.CLUSTER);
        if (join.number(FieldName.STORE) == StoreOrder.EMPTY) {
            toldToBeginEmpty.add(incarnation);
            boolean founds = join.number(FieldName.ROLE) == MemberRole.READY;
            foundedEmpty |= founds;
            emptied |= founds && holdsData.contains(incarnation);
        }
    }

    /** The view has followed: checks that nobody was told to give up what no other has. */
    void checkJoins(Collection<Long> ready) {
        for (long incarnation : toldToBeginEmpty) {
            boolean anotherHasAll = ready.stream().anyMatch(other -> other != incarnation);
            boolean losesData = holdsData.contains(incarnation) && !anotherHasAll;
            if (losesData && order == null && orderOfBalancersBefore == null && !mayLoseAll) {
                throw new Violation("I9: a worker is told to give up its data, and no other is ready");
            }
        }
        toldToBeginEmpty.clear();
    }

    /** A view of this epoch is told whose ready members are these, after one with those. */
    Step onView(Collection<Long> ready, Collection<Long> readyBefore, long epoch) {
        Step step = ready.isEmpty() || readyBefore.isEmpty() ? Step.GOES_ON : step(ready, readyBefore);
        if (step == Step.GOES_ON && epoch < beganInEpoch && nobodyKnows()) {
            // Nobody told it of that beginning: it goes on with what was before.
            step = Step.BEGINS_WITH_LEFTOVERS;
        }
        if (step != Step.GOES_ON) {
            beganInEpoch = epoch;
            beganEmptyInEpoch = step == Step.BEGINS_EMPTY ? epoch : 0;
        }
        if (!ready.isEmpty()) {
            // This balancer itself knows from now on.
            known = true;
            order = null;
            orderOfBalancersBefore = null;
            emptied = false;
            foundedEmpty = false;
            nobodyKnewBefore = false;
        }
        return step;
    }

    private Step step(Collection<Long> ready, Collection<Long> readyBefore) {
        boolean disjoint = Collections.disjoint(ready, readyBefore);
        MessageType obeyed = order == null && disjoint ? orderOfBalancersBefore : order;
        if (obeyed != null) {
            // An order whose record was lost with its balancer may have come to nothing.
            return obeyed == MessageType.RESET && foundedEmpty ? Step.BEGINS_EMPTY : Step.BEGINS_WITH_LEFTOVERS;
        }
        // Where nobody gave the data up, a learner may take the place of the last that was ready: it has all of it.
        boolean another = cluster != clusterBefore;
        if (emptied || ((disjoint || another) && mayBeGivenUp(readyBefore))) {
            return foundedEmpty ? Step.BEGINS_EMPTY : Step.BEGINS_WITH_LEFTOVERS;
        }
        return Step.GOES_ON;
    }

    private boolean mayBeGivenUp(Collection<Long> readyBefore) {
        boolean lastLeftInOrder = readyBefore.stream().anyMatch(leftInOrder::contains);
        return mayLoseAll || lastLeftInOrder || nobodyKnows() || nobodyKnewBefore;
    }

    private boolean nobodyKnows() {
        return !recorded && !known;
    }
}
