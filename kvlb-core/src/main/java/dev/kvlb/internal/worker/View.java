package dev.kvlb.internal.worker;

import dev.kvlb.internal.link.Endpoint;
import dev.kvlb.protocol.FieldName;
import dev.kvlb.protocol.Frame;
import dev.kvlb.protocol.MemberRole;
import java.util.ArrayList;
import java.util.List;

/**
 * The members of the cluster as the balancer last told them.
 *
 * @param epoch which run of the balancer made it
 * @param number its place within the epoch
 * @param members everybody, this worker included
 */
record View(long epoch, long number, List<Member> members) {
    /** The view of a worker that has been told of none. */
    static final View NONE = new View(0, 0, List.of());

    /** One member; its incarnation is 0 where it speaks only the base protocol. */
    record Member(long workerId, long incarnation, Endpoint endpoint, boolean ready) {
        boolean speaksExtensions() {
            return incarnation != 0;
        }
    }

    /** Returns whether this is no view at all, but what stands where the balancer has told none. */
    boolean isNone() {
        return members.isEmpty();
    }

    /** Returns whether another view, by its epoch and number, comes after this one. */
    boolean isBefore(long otherEpoch, long otherNumber) {
        return otherEpoch > epoch || (otherEpoch == epoch && otherNumber > number);
    }

    /** Returns whether this run of a worker is a member. */
    boolean contains(long incarnation) {
        for (Member member : members) {
            if (member.incarnation() == incarnation) {
                return true;
            }
        }
        return false;
    }

    /** Collects the frames of a view. */
    static final class Builder {
        private final long epoch;
        private final long number;
        private final List<Member> members = new ArrayList<>();

        Builder(Frame start) {
            this.epoch = start.number(FieldName.EPOCH);
            this.number = start.number(FieldName.VIEW);
        }

        void add(Frame member) {
            members.add(new Member(
                    member.number(FieldName.WORKER_ID),
                    member.number(FieldName.INCARNATION),
                    new Endpoint(member.text(FieldName.ADDRESS), (int) member.number(FieldName.PORT)),
                    member.number(FieldName.ROLE) == MemberRole.READY));
        }

        View build() {
            return new View(epoch, number, List.copyOf(members));
        }
    }
}
