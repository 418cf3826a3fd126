package dev.kvlb.internal.link;

import dev.kvlb.protocol.FieldName;
import dev.kvlb.protocol.Frame;
import dev.kvlb.protocol.FrameWriter;
import dev.kvlb.protocol.MemberRole;
import dev.kvlb.protocol.MessageType;
import java.util.ArrayList;
import java.util.List;

/**
 * The members of the cluster, as the balancer told them at one moment.
 *
 * @param epoch which run of the balancer made it
 * @param number its place within the epoch
 * @param settled the greatest version that was settled when it was made, with all before it
 * @param members everybody, this worker included
 */
public record View(long epoch, long number, long settled, List<Member> members) {
    /** The view of a worker that has been told of none. */
    public static final View NONE = new View(0, 0, 0, List.of());

    /** One member; its incarnation is 0 where it speaks only the base protocol. */
    public record Member(long workerId, long incarnation, Endpoint endpoint, boolean ready) {
        /** Returns whether it speaks more than the base protocol. */
        public boolean speaksExtensions() {
            return incarnation != 0;
        }
    }

    /** Returns this view with what is known to be settled by now. */
    public View with(long settled) {
        return new View(epoch, number, settled, members);
    }

    /** Returns whether this is no view at all, but what stands where the balancer has told none. */
    public boolean isNone() {
        return members.isEmpty();
    }

    /** Returns whether this view, by its epoch and number, comes after another. */
    public boolean isAfter(long otherEpoch, long otherNumber) {
        return epoch > otherEpoch || (epoch == otherEpoch && number > otherNumber);
    }

    /** Returns whether any member imports. */
    public boolean hasLearner() {
        for (Member member : members) {
            if (!member.ready()) {
                return true;
            }
        }
        return false;
    }

    /** Returns whether this worker is ready in it. */
    public boolean hasReady(long workerId) {
        for (Member member : members) {
            if (member.workerId() == workerId) {
                return member.ready();
            }
        }
        return false;
    }

    /** Returns whether this run of a worker is a member. */
    public boolean contains(long incarnation) {
        for (Member member : members) {
            if (member.incarnation() == incarnation) {
                return true;
            }
        }
        return false;
    }

    /** Appends the frames that tell of this view. */
    public void write(FrameWriter out) {
        out.begin(MessageType.VIEW_START)
                .u32(epoch)
                .u32(number)
                .u64(settled)
                .u32(members.size())
                .end();
        for (Member member : members) {
            out.begin(MessageType.VIEW_MEMBER)
                    .u32(member.workerId())
                    .u64(member.incarnation())
                    .text(member.endpoint().host())
                    .u16(member.endpoint().port())
                    .u8(member.ready() ? MemberRole.READY : MemberRole.LEARNER)
                    .end();
        }
        out.begin(MessageType.VIEW_END).end();
    }

    /** Collects the frames of a view. */
    public static final class Builder {
        private final long epoch;
        private final long number;
        private final long settled;
        private final List<Member> members = new ArrayList<>();

        /** Begins with a VIEW_START. */
        public Builder(Frame start) {
            this.epoch = start.number(FieldName.EPOCH);
            this.number = start.number(FieldName.VIEW);
            this.settled = start.number(FieldName.SETTLED);
        }

        /** Adds what a VIEW_MEMBER says. */
        public void add(Frame member) {
            members.add(new Member(
                    member.number(FieldName.WORKER_ID),
                    member.number(FieldName.INCARNATION),
                    new Endpoint(member.text(FieldName.ADDRESS), (int) member.number(FieldName.PORT)),
                    member.number(FieldName.ROLE) == MemberRole.READY));
        }

        /** Returns the view: VIEW_END has come. */
        public View build() {
            return new View(epoch, number, settled, List.copyOf(members));
        }
    }
}
