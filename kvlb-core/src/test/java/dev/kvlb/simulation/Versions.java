package dev.kvlb.simulation;

import dev.kvlb.protocol.Frame;
import java.util.HashMap;
import java.util.Map;

/** Which version the balancer gave to which value: one each, for ever (I1). */
final class Versions {
    private final Map<Long, Integer> valueByVersion = new HashMap<>();
    private final Map<Integer, Long> versionByValue = new HashMap<>();
    private long newest;
    private long lostUpTo;

    /** A write is handed to a worker; returns whether that version was handed out before. */
    boolean onStamped(long version, Frame write) {
        int value = Values.number(write.value());
        Integer valueBefore = valueByVersion.put(version, value);
        Long versionBefore = versionByValue.put(value, version);
        boolean otherValue = valueBefore != null && valueBefore != value;
        boolean otherVersion = versionBefore != null && versionBefore != version;
        if (otherValue || otherVersion) {
            throw new Violation("I1: version " + Trace.version(version) + " is of value " + value + ", and was of "
                    + valueBefore + "; that value had version "
                    + (versionBefore == null ? "none" : Trace.version(versionBefore)));
        }
        newest = Math.max(newest, version);
        return valueBefore != null;
    }

    /** Returns the version of a value; 0 of one that was never handed to a worker. */
    long of(int value) {
        return versionByValue.getOrDefault(value, 0L);
    }

    /** All workers that held the data are lost, or may be: up to here nothing is promised any more. */
    void forgetAcknowledged() {
        lostUpTo = newest;
    }

    /** Returns the version of an acknowledged value that must be held from now on, or 0 where none must be. */
    long mustHold(int value) {
        Long version = versionByValue.get(value);
        return version == null || version <= lostUpTo ? 0 : version;
    }

    /** Checks that this is the value which that version wrote. */
    void check(long version, int value, Object where) {
        Integer stamped = valueByVersion.get(version);
        if (stamped == null || stamped != value) {
            throw new Violation("I1: " + where + " holds value " + value + " as version " + Trace.version(version)
                    + ", which was " + stamped);
        }
    }
}
