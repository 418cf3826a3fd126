package dev.kvlb.simulation;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Says whether a history of one key is linearizable: whether each operation can have taken effect at one moment between
 * its start and its end, so that every read returns what was written last.
 *
 * <p>Each value is written once. Then the operations of one value, its write and its reads, form a cluster, and no
 * search is needed (Gibbons and Korach, Testing Shared Memories, 1997). The zone of a cluster lies between the first
 * end and the last start in it. Where the first end comes first, the value was current in all of this forward zone, so
 * two of those must not overlap. Else all operations overlap in the backward zone, and its value needs one moment of
 * it, so it must not lie within the forward zone of another value.
 */
final class Register {
    private static final long BEFORE_ALL = Long.MIN_VALUE;

    private Register() {}

    /** The zone of one value, in the order of their beginnings. */
    private record Zone(int value, long firstEnd, long lastStart) {
        boolean isForward() {
            return firstEnd < lastStart;
        }
    }

    /** Returns what is wrong with a history, or null where it is linearizable. At first there is nothing. */
    static @Nullable String fault(List<Operation> history) {
        Map<Integer, List<Operation>> clusters = new LinkedHashMap<>();
        for (Operation operation : history) {
            if (operation.outcome == Operation.Outcome.DONE || isPossibleWrite(operation)) {
                clusters.computeIfAbsent(operation.value, value -> new ArrayList<>())
                        .add(operation);
            }
        }
        List<Zone> forward = new ArrayList<>();
        List<Zone> backward = new ArrayList<>();
        for (Map.Entry<Integer, List<Operation>> cluster : clusters.entrySet()) {
            int value = cluster.getKey();
            String fault = faultWithin(value, cluster.getValue());
            if (fault != null) {
                return fault;
            }
            if (!isUnseen(cluster.getValue())) {
                Zone zone = zone(value, cluster.getValue());
                (zone.isForward() ? forward : backward).add(zone);
            }
        }
        return faultAmong(forward, backward);
    }

    private static boolean isPossibleWrite(Operation operation) {
        return operation.write && operation.outcome != Operation.Outcome.REFUSED;
    }

    /** A write whose outcome nobody knows, and whose value nobody has read, need not have happened. */
    private static boolean isUnseen(List<Operation> cluster) {
        return cluster.size() == 1 && cluster.get(0).outcome != Operation.Outcome.DONE;
    }

    private static @Nullable String faultWithin(int value, List<Operation> cluster) {
        Operation write = null;
        for (Operation operation : cluster) {
            if (operation.write) {
                write = operation;
            }
        }
        if (write == null && value != Operation.NOTHING) {
            return "value " + value + " was read and never written: " + cluster.get(0);
        }
        for (Operation operation : cluster) {
            if (write != null && operation.end < write.start) {
                return "value " + value + " was read before it was written: " + operation + ", " + write;
            }
        }
        return null;
    }

    private static Zone zone(int value, List<Operation> cluster) {
        long firstEnd = value == Operation.NOTHING ? BEFORE_ALL : Long.MAX_VALUE;
        long lastStart = BEFORE_ALL;
        for (Operation operation : cluster) {
            // The end of a write that is not known to be done is not known, however it was told to the client.
            if (operation.outcome == Operation.Outcome.DONE) {
                firstEnd = Math.min(firstEnd, operation.end);
            }
            lastStart = Math.max(lastStart, operation.start);
        }
        return new Zone(value, firstEnd, lastStart);
    }

    private static @Nullable String faultAmong(List<Zone> forward, List<Zone> backward) {
        forward.sort(Comparator.comparingLong(Zone::firstEnd));
        Zone before = null;
        for (Zone zone : forward) {
            if (before != null && zone.firstEnd < before.lastStart) {
                return "values " + before.value + " and " + zone.value + " were current at once, from event "
                        + zone.firstEnd + " to " + before.lastStart;
            }
            before = zone;
        }
        backward.sort(Comparator.comparingLong(Zone::lastStart));
        int at = 0;
        Zone around = null;
        for (Zone zone : backward) {
            while (at < forward.size() && forward.get(at).firstEnd < zone.lastStart) {
                around = forward.get(at++);
            }
            if (around != null && zone.firstEnd < around.lastStart) {
                return "value " + zone.value + " was read or written, from event " + zone.lastStart + " to "
                        + zone.firstEnd + ", while " + around.value + " was current all the time";
            }
        }
        return null;
    }
}
