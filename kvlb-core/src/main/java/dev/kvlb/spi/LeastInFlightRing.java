package dev.kvlb.spi;

import org.jspecify.annotations.Nullable;

/**
 * The worker with the fewest requests under way; of equals, the one that was chosen, or added, longest ago.
 *
 * <p>The list is in the order of the last choice: whoever is chosen goes to its end.
 */
final class LeastInFlightRing implements WorkerRing {
    private final MemberList members = new MemberList();

    @Override
    public void add(Member worker) {
        members.add(worker);
    }

    @Override
    public void remove(Member worker) {
        members.remove(worker);
    }

    @Override
    public @Nullable Member next() {
        MemberList.Node least = least();
        if (least == null) {
            return null;
        }
        members.moveToEnd(least);
        return least.member;
    }

    private MemberList.@Nullable Node least() {
        MemberList.Node node = members.first();
        if (node == null) {
            return null;
        }
        MemberList.Node least = null;
        for (int left = members.size(); left > 0; left--) {
            Member member = node.member;
            if (member.hasRoom() && (least == null || member.inFlight() < least.member.inFlight())) {
                least = node;
            }
            node = node.next();
        }
        return least;
    }

    @Override
    public int size() {
        return members.size();
    }
}
