package dev.kvlb.simulation;

import dev.kvlb.simulation.Operation.Kind;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;

/** What the clients are to do: a number of operations on a few keys, and before that some large entries to store. */
final class Workload {
    static final int BALLAST_BYTES = 3_000;

    private static final int KEYS_MAX = 6;
    private static final int BALLAST_ONE_IN = 12;
    private static final int INVALID_ONE_IN = 100;
    private static final int DELETES_ONE_IN_MAX = 8;

    /** What a client is to do next. */
    enum Step {
        PUT,
        GET,
        DELETE,
        PUT_EMPTY_KEY,
        PUT_LONG_VALUE,
        DELETE_EMPTY_KEY
    }

    private final Chance chance;
    private final List<SimKey> keys = new ArrayList<>();
    private final List<SimKey> ballast = new ArrayList<>();
    private final ArrayDeque<SimKey> ballastToStore = new ArrayDeque<>();
    private final int deletesOneIn;
    private int left;

    Workload(Chance chance, int operations, int ballastEntries) {
        this.chance = chance;
        this.left = operations;
        for (int i = chance.between(1, KEYS_MAX); i > 0; i--) {
            keys.add(SimKey.plain(i));
        }
        for (int i = ballastEntries; i > 0; i--) {
            ballast.add(SimKey.ballast(i));
        }
        ballastToStore.addAll(ballast);
        deletesOneIn = chance.between(2, DELETES_ONE_IN_MAX);
    }

    List<SimKey> keys() {
        return keys;
    }

    List<SimKey> ballast() {
        return ballast;
    }

    boolean isDone() {
        return left == 0;
    }

    /** Nothing more is to be done. */
    void end() {
        left = 0;
    }

    /** Takes one of the operations that are left, for a client that may delete or not. */
    Step next(boolean mayDelete) {
        left--;
        if (chance.oneIn(INVALID_ONE_IN)) {
            boolean delete = mayDelete && chance.oneIn(3);
            return delete ? Step.DELETE_EMPTY_KEY : chance.oneIn(2) ? Step.PUT_EMPTY_KEY : Step.PUT_LONG_VALUE;
        }
        if (!ballastToStore.isEmpty()) {
            return Step.PUT;
        }
        boolean write = chance.oneIn(2);
        boolean delete = write && mayDelete && chance.oneIn(deletesOneIn);
        return delete ? Step.DELETE : write ? Step.PUT : Step.GET;
    }

    SimKey keyToPut() {
        SimKey large = ballastToStore.poll();
        return large != null ? large : chance.oneOf(keys);
    }

    SimKey keyToGet() {
        return any();
    }

    SimKey keyToDelete() {
        return any();
    }

    private SimKey any() {
        return !ballast.isEmpty() && chance.oneIn(BALLAST_ONE_IN) ? chance.oneOf(ballast) : chance.oneOf(keys);
    }

    /** A large entry was not stored: it is to be tried again. */
    void onRefused(Operation refused) {
        if (refused.key.isBallast() && refused.kind == Kind.PUT) {
            ballastToStore.add(refused.key);
        }
    }
}
