package dev.kvlb.simulation;

import dev.kvlb.simulation.Operation.Kind;
import dev.kvlb.simulation.Operation.Outcome;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.NavigableMap;
import java.util.TreeMap;
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
 *
 * <p>A delete is a write of a value of its own. A read that finds nothing does not always tell whose delete it has seen,
 * or whether any: such a read is in no cluster. It is looked at alone, and must not lie within the forward zone of a
 * value that was put; and some delete, or the beginning, must be such that nothing was certainly put between that and
 * the read. This never calls a history wrong that is not, but there are wrong ones that it does not notice.
 */
final class Register {
    private static final long BEFORE_ALL = Long.MIN_VALUE;

    private Register() {}

    /** The operations of one value. */
    private static final class Cluster {
        private final int value;
        private @Nullable Operation write;
        private @Nullable Operation firstRead;
        private long firstEnd = Operation.NEVER;
        private long firstReadEnd = Operation.NEVER;
        private long lastStart = BEFORE_ALL;

        Cluster(int value) {
            this.value = value;
        }

        void add(Operation operation) {
            lastStart = Math.max(lastStart, operation.start);
            // The end of a write that is not known to be done is not known, however it was told to the client.
            if (operation.outcome == Outcome.DONE) {
                firstEnd = Math.min(firstEnd, operation.end);
            }
            if (operation.isWrite()) {
                write = operation;
            } else if (operation.end < firstReadEnd) {
                firstRead = operation;
                firstReadEnd = operation.end;
            }
        }

        /** A write whose outcome nobody knows, and whose value nobody has read, need not have happened. */
        boolean mayNotHaveHappened() {
            return firstEnd == Operation.NEVER;
        }

        boolean isForward() {
            return firstEnd < lastStart;
        }

        boolean isPut() {
            return write != null && write.kind == Kind.PUT;
        }

        /** Returns since when this value can have been current. */
        long start() {
            return write == null ? BEFORE_ALL : write.start;
        }
    }

    /** Returns what is wrong with a history, or null where it is linearizable. At first there is nothing. */
    static @Nullable String fault(List<Operation> history) {
        if (history.isEmpty()) {
            return null;
        }
        boolean anyDelete = history.stream().anyMatch(operation -> operation.kind == Kind.DELETE);
        Cluster beginning = new Cluster(Operation.NOTHING);
        beginning.firstEnd = BEFORE_ALL;
        Map<Integer, Cluster> clusters = new LinkedHashMap<>();
        clusters.put(Operation.NOTHING, beginning);
        List<Operation> ambiguous = new ArrayList<>();
        for (Operation operation : history) {
            if (anyDelete && operation.value == Operation.NOTHING) {
                if (operation.outcome == Outcome.DONE) {
                    ambiguous.add(operation);
                }
            } else if (operation.outcome == Outcome.DONE || isPossibleWrite(operation)) {
                clusters.computeIfAbsent(operation.value, Cluster::new).add(operation);
            }
        }
        String fault = faultWithin(clusters.values());
        if (fault == null) {
            clusters.values().removeIf(Cluster::mayNotHaveHappened);
            fault = faultAmong(clusters.values());
        }
        return fault == null ? faultOf(ambiguous, history, clusters) : fault;
    }

    private static boolean isPossibleWrite(Operation operation) {
        return operation.isWrite() && operation.outcome != Outcome.REFUSED;
    }

    private static @Nullable String faultWithin(Collection<Cluster> clusters) {
        for (Cluster cluster : clusters) {
            Operation write = cluster.write;
            if (write == null && cluster.value != Operation.NOTHING) {
                return "value " + cluster.value + " was read and never written: " + cluster.firstRead;
            }
            if (write != null && cluster.firstReadEnd < write.start) {
                return "value " + cluster.value + " was read before it was written: " + cluster.firstRead + ", "
                        + write;
            }
        }
        return null;
    }

    private static @Nullable String faultAmong(Collection<Cluster> clusters) {
        List<Cluster> forward = new ArrayList<>();
        List<Cluster> backward = new ArrayList<>();
        for (Cluster cluster : clusters) {
            (cluster.isForward() ? forward : backward).add(cluster);
        }
        forward.sort(Comparator.comparingLong(cluster -> cluster.firstEnd));
        Cluster before = null;
        for (Cluster cluster : forward) {
            if (before != null && cluster.firstEnd < before.lastStart) {
                return "values " + before.value + " and " + cluster.value + " were current at once, from event "
                        + cluster.firstEnd + " to " + before.lastStart;
            }
            before = cluster;
        }
        backward.sort(Comparator.comparingLong(cluster -> cluster.lastStart));
        int at = 0;
        Cluster around = null;
        for (Cluster cluster : backward) {
            while (at < forward.size() && forward.get(at).firstEnd < cluster.lastStart) {
                around = forward.get(at++);
            }
            if (around != null && cluster.firstEnd < around.lastStart) {
                return "value " + cluster.value + " was read or written, from event " + cluster.lastStart + " to "
                        + cluster.firstEnd + ", while " + around.value + " was current all the time";
            }
        }
        return null;
    }

    // Reads that found nothing, and nobody knows since when.

    private static @Nullable String faultOf(
            List<Operation> ambiguous, List<Operation> history, Map<Integer, Cluster> clusters) {
        // By when a value was certainly current: until when it was, and since when it can have been.
        Latest currentUntil = new Latest();
        Latest currentSince = new Latest();
        for (Cluster put : clusters.values()) {
            if (put.isPut()) {
                currentUntil.add(put.firstEnd, put.lastStart);
                currentSince.add(put.firstEnd, put.start());
            }
        }
        // By when a delete began: when it was certainly done. The later that is, the fewer puts can have come since.
        Latest cleared = new Latest();
        for (Operation delete : history) {
            if (delete.kind == Kind.DELETE && isPossibleWrite(delete)) {
                Cluster seen = clusters.get(delete.value);
                cleared.add(delete.start, seen == null ? Operation.NEVER : seen.firstEnd);
            }
        }
        for (Operation read : ambiguous) {
            if (currentUntil.before(read.start) > read.end) {
                return "nothing was found while a value was current all the time: " + read;
            }
            if (currentSince.before(read.start) > cleared.before(read.end)) {
                return "nothing was found, and no delete can be the reason: " + read;
            }
        }
        return null;
    }

    /** The latest of some moments, each of which counts from another moment on. */
    private static final class Latest {
        private final NavigableMap<Long, Long> moments = new TreeMap<>();

        void add(long from, long moment) {
            if (moment <= upTo(from)) {
                return;
            }
            moments.put(from, moment);
            NavigableMap<Long, Long> later = moments.tailMap(from, false);
            while (!later.isEmpty() && later.firstEntry().getValue() <= moment) {
                later.pollFirstEntry();
            }
        }

        private long upTo(long when) {
            Map.Entry<Long, Long> latest = moments.floorEntry(when);
            return latest == null ? BEFORE_ALL : latest.getValue();
        }

        /** Returns the latest of those that count from before this moment on. */
        long before(long when) {
            Map.Entry<Long, Long> latest = moments.lowerEntry(when);
            return latest == null ? BEFORE_ALL : latest.getValue();
        }
    }
}
