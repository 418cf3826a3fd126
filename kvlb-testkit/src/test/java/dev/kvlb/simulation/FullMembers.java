package dev.kvlb.simulation;

import dev.kvlb.protocol.FieldName;
import dev.kvlb.protocol.Frame;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.Set;

/** Knows which members have told the balancer that their memory is used up, and checks that no data is added then (R1). */
final class FullMembers {
    private final Counters counters;
    private final Set<SimLink> full = new LinkedHashSet<>();
    private final Set<Long> members = new HashSet<>();

    FullMembers(Counters counters) {
        this.counters = counters;
    }

    /** A balancer tells a new view. */
    void onViewStart() {
        members.clear();
    }

    void onViewMember(Frame member) {
        members.add(member.number(FieldName.INCARNATION));
    }

    /** A worker tells the balancer, on this connection, how much memory its data uses. */
    void onCapacity(SimLink balancerEnd, Frame capacity) {
        long max = capacity.number(FieldName.DATA_BYTES_MAX);
        if (max > 0 && capacity.number(FieldName.DATA_BYTES) >= max) {
            counters.add(Counter.MEMBER_FULL);
            full.add(balancerEnd);
        } else {
            full.remove(balancerEnd);
        }
    }

    /** A balancer has given a put its version. */
    void onPutStamped(SimProcess balancer, Frame put) {
        full.removeIf(link -> !link.isOpen());
        for (SimLink link : full) {
            long incarnation = Seen.of(link.remote()).incarnation();
            if (link.process() == balancer && members.contains(incarnation)) {
                throw new Violation("R1: " + link.remote() + " is full, a member, and has said so; and yet "
                        + Trace.version(put.number(FieldName.VERSION)) + " is given to a put");
            }
        }
    }
}
