package dev.kvlb.spi;

import org.jspecify.annotations.Nullable;

/**
 * Each worker in its turn: a circular doubly linked list with a pointer that moves on.
 *
 * <p>A worker that is added gets its turn after all that are there; when the worker under the pointer is removed, the
 * pointer moves to the one whose turn would have been next, so nobody is skipped or served twice.
 */
final class RoundRobinRing implements WorkerRing {
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
        MemberList.Node node = members.first();
        if (node == null) {
            return null;
        }
        for (int left = members.size(); left > 0; left--) {
            if (node.member.hasRoom()) {
                members.turnBehind(node);
                return node.member;
            }
            node = node.next();
        }
        return null;
    }

    @Override
    public int size() {
        return members.size();
    }
}
