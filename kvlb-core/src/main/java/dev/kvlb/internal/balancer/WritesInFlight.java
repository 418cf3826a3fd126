package dev.kvlb.internal.balancer;

import org.jspecify.annotations.Nullable;

/** The writes that have their version and are not settled, in the order of versions, and the next version to give. */
final class WritesInFlight {
    private final RequestList byVersion = new RequestList();
    private long versionBefore;
    private long lastVersion;
    private long commits;

    /** An epoch begins: no version that it gives is one of an earlier epoch. */
    void begin(long epoch) {
        lastVersion = Math.max(lastVersion, Versions.first(epoch));
        versionBefore = lastVersion;
    }

    /** Gives a write its version, unless it has one; returns whether it did. */
    boolean stamp(Request write) {
        if (write.isStamped()) {
            return false;
        }
        write.version = ++lastVersion;
        byVersion.add(write.byVersion);
        return true;
    }

    /** Takes on a write of an earlier epoch, with its version: before any is stamped, and in the order of versions. */
    void adopt(Request write) {
        byVersion.add(write.byVersion);
    }

    /** A write is settled. */
    void onCommit(Request write) {
        RequestList.remove(write.byVersion);
        commits++;
    }

    /** Returns the version that was given last. */
    long lastVersion() {
        return lastVersion;
    }

    /** Returns how many writes have been settled. */
    long commits() {
        return commits;
    }

    /** Returns the largest version such that it and every one before it are settled. */
    long settledVersion() {
        Request oldest = byVersion.first();
        return oldest == null ? lastVersion : oldest.version - 1;
    }

    /** Returns by how many versions that is behind the last; no version between two epochs counts. */
    long lag() {
        long behind = lastVersion - Math.max(settledVersion(), versionBefore);
        return Math.max(behind, byVersion.size());
    }

    /** Returns the write of the least version, or null where there is none. */
    @Nullable Request oldest() {
        return byVersion.first();
    }

    int size() {
        return byVersion.size();
    }
}
