package dev.kvlb.spi;

import dev.kvlb.spi.WorkerRing.Member;
import java.util.IdentityHashMap;
import org.jspecify.annotations.Nullable;

/**
 * A circular doubly linked list of workers with a pointer to the first: what {@link RoundRobinRing} and
 * {@link LeastInFlightRing} share. Adding, removing and turning are O(1).
 */
final class MemberList {
    private final IdentityHashMap<Member, Node> nodes = new IdentityHashMap<>();
    private @Nullable Node first;

    /** One worker between its neighbours; alone it is its own. */
    static final class Node {
        final Member member;
        private Node previous = this;
        private Node next = this;

        private Node(Member member) {
            this.member = member;
        }

        Node next() {
            return next;
        }
    }

    /** Appends a worker: it becomes the last. */
    void add(Member member) {
        Node node = new Node(member);
        if (nodes.putIfAbsent(member, node) != null) {
            throw new IllegalArgumentException("worker is in the ring already: " + member.workerId());
        }
        append(node);
    }

    /** Removes a worker if it is there; if it was the first, the one after it is now. */
    void remove(Member member) {
        Node node = nodes.remove(member);
        if (node != null) {
            unlink(node);
        }
    }

    /** Returns the first, or null where there is none. */
    @Nullable Node first() {
        return first;
    }

    /** Turns the circle until {@code node} is the last; the order around the circle stays. */
    void turnBehind(Node node) {
        first = node.next;
    }

    /** Takes {@code node} out of its place and makes it the last; the order of the others stays. */
    void moveToEnd(Node node) {
        unlink(node);
        append(node);
    }

    int size() {
        return nodes.size();
    }

    private void append(Node node) {
        Node head = first;
        if (head == null) {
            node.previous = node;
            node.next = node;
            first = node;
            return;
        }
        node.previous = head.previous;
        node.next = head;
        head.previous.next = node;
        head.previous = node;
    }

    private void unlink(Node node) {
        if (node == first) {
            first = node.next == node ? null : node.next;
        }
        node.previous.next = node.next;
        node.next.previous = node.previous;
    }
}
