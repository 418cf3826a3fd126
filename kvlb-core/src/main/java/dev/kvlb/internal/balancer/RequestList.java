package dev.kvlb.internal.balancer;

import org.jspecify.annotations.Nullable;

/**
 * A list of requests in the order in which they were added, from which any one can be removed in O(1) without a look-up
 * or an allocation: each request brings its own nodes.
 */
final class RequestList {
    private final Node ends = new Node(null);
    private int size;

    RequestList() {
        ends.previous = ends;
        ends.next = ends;
    }

    void add(Node node) {
        assert node.list == null : "in a list already";
        node.list = this;
        Node last = ends.previous;
        node.previous = last;
        node.next = ends;
        last.next = node;
        ends.previous = node;
        size++;
    }

    /** Removes a request from the list that it is in, if it is in one. */
    static void remove(Node node) {
        RequestList list = node.list;
        if (list == null) {
            return;
        }
        node.previous.next = node.next;
        node.next.previous = node.previous;
        node.previous = node;
        node.next = node;
        node.list = null;
        list.size--;
    }

    /** Returns the request that was added first, or null where the list is empty. */
    @Nullable Request first() {
        return ends.next.request;
    }

    /** Returns the request that was added last, or null where the list is empty. */
    @Nullable Request last() {
        return ends.previous.request;
    }

    int size() {
        return size;
    }

    /** The place of one request in one list. */
    static final class Node {
        private final @Nullable Request request;
        private Node previous = this;
        private Node next = this;
        private @Nullable RequestList list;

        Node(@Nullable Request request) {
            this.request = request;
        }
    }
}
