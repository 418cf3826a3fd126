package dev.kvlb.simulation;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** What the clients are to do: a number of operations on a few keys, and before that some large entries to store. */
final class Workload {
    static final int BALLAST_BYTES = 3_000;

    private static final String BALLAST = "b";
    private static final int KEYS_MAX = 6;
    private static final int BALLAST_READ_ONE_IN = 12;
    private static final int INVALID_ONE_IN = 100;

    /** What a client is to do next. */
    enum Kind {
        PUT,
        GET,
        EMPTY_KEY,
        LONG_VALUE
    }

    private final Chance chance;
    private final List<String> keys = new ArrayList<>();
    private final List<String> ballast = new ArrayList<>();
    private final ArrayDeque<String> ballastToStore = new ArrayDeque<>();
    private int left;

    Workload(Chance chance, int operations, int ballastEntries) {
        this.chance = chance;
        this.left = operations;
        for (int i = chance.between(1, KEYS_MAX); i > 0; i--) {
            keys.add("k" + i);
        }
        for (int i = ballastEntries; i > 0; i--) {
            ballast.add(BALLAST + i);
        }
        ballastToStore.addAll(ballast);
    }

    static boolean isBallast(String key) {
        return key.startsWith(BALLAST);
    }

    List<String> keys() {
        return keys;
    }

    List<String> ballast() {
        return ballast;
    }

    boolean isDone() {
        return left == 0;
    }

    /** Takes one of the operations that are left. */
    Kind next() {
        left--;
        if (chance.oneIn(INVALID_ONE_IN)) {
            return chance.oneIn(2) ? Kind.EMPTY_KEY : Kind.LONG_VALUE;
        }
        return !ballastToStore.isEmpty() || chance.oneIn(2) ? Kind.PUT : Kind.GET;
    }

    String keyToPut() {
        String large = ballastToStore.poll();
        return large != null ? large : chance.oneOf(keys);
    }

    String keyToGet() {
        return !ballast.isEmpty() && chance.oneIn(BALLAST_READ_ONE_IN) ? chance.oneOf(ballast) : chance.oneOf(keys);
    }

    /** A large entry was not stored: it is to be tried again. */
    void onRefused(String key) {
        if (isBallast(key)) {
            ballastToStore.add(key);
        }
    }
}
