package dev.kvlb.cli.bench;

/** The requests of one connection that have no answer yet, the oldest first. For one thread. */
final class Outstanding {
    private final long[] due;
    private final int[] keys;
    private final boolean[] gets;
    private int head;
    private int size;

    Outstanding(int capacity) {
        due = new long[capacity];
        keys = new int[capacity];
        gets = new boolean[capacity];
    }

    void add(long dueAt, boolean isGet, int key) {
        if (size == due.length) {
            throw new IllegalStateException("more than " + size + " requests on one connection");
        }
        int at = (head + size) % due.length;
        due[at] = dueAt;
        gets[at] = isGet;
        keys[at] = key;
        size++;
    }

    int size() {
        return size;
    }

    /** Returns when the oldest was due. */
    long due() {
        return due[head];
    }

    boolean isGet() {
        return gets[head];
    }

    int key() {
        return keys[head];
    }

    void removeOldest() {
        if (size == 0) {
            throw new IllegalStateException("no request is outstanding");
        }
        head = (head + 1) % due.length;
        size--;
    }

    void clear() {
        size = 0;
    }
}
