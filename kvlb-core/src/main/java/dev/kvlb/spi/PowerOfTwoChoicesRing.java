package dev.kvlb.spi;

import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;

/**
 * Of two workers drawn at random, the one with fewer requests under way.
 *
 * <p>Where neither of the two has room the draw has told little, and the workers are walked from the first one drawn:
 * the one with the fewest requests under way is chosen. That is O(workers), but most of them are full then.
 */
final class PowerOfTwoChoicesRing implements WorkerRing {
    private final List<Member> members = new ArrayList<>();
    private final IdentityHashMap<Member, Integer> positions = new IdentityHashMap<>();
    private final SplittableRandom random;

    PowerOfTwoChoicesRing(long seed) {
        random = new SplittableRandom(seed);
    }

    @Override
    public void add(Member worker) {
        if (positions.putIfAbsent(worker, members.size()) != null) {
            throw new IllegalArgumentException("worker is in the ring already: " + worker.workerId());
        }
        members.add(worker);
    }

    /** Fills the gap with the last worker: the order says nothing here. */
    @Override
    public void remove(Member worker) {
        Integer position = positions.remove(worker);
        if (position == null) {
            return;
        }
        Member last = members.remove(members.size() - 1);
        if (last != worker) {
            members.set(position, last);
            positions.put(last, position);
        }
    }

    @Override
    public @Nullable Member next() {
        int size = members.size();
        if (size == 0) {
            return null;
        }
        int drawn = random.nextInt(size);
        Member chosen = better(null, members.get(drawn));
        if (size > 1) {
            int other = random.nextInt(size - 1);
            chosen = better(chosen, members.get(other < drawn ? other : other + 1));
        }
        return chosen != null ? chosen : leastFrom(drawn);
    }

    private @Nullable Member leastFrom(int start) {
        int size = members.size();
        Member least = null;
        for (int i = 0; i < size; i++) {
            least = better(least, members.get((start + i) % size));
        }
        return least;
    }

    private static @Nullable Member better(@Nullable Member best, Member candidate) {
        if (!candidate.hasRoom()) {
            return best;
        }
        return best == null || candidate.inFlight() < best.inFlight() ? candidate : best;
    }

    @Override
    public int size() {
        return members.size();
    }
}
