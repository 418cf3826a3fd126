package dev.kvlb.internal.balancer;

import java.util.LinkedHashSet;
import java.util.Set;

/**
 * The workers that left since a write has last been committed: what is committed they still hold. Where all members are
 * lost at nearly the same time, it is chance which of them was the last, and any of these is as good.
 */
final class Departed {
    private final Replication replication;
    private final Recorder recorder;
    private final Set<Long> incarnations = new LinkedHashSet<>();
    private long commits;

    Departed(Replication replication, Recorder recorder) {
        this.replication = replication;
        this.recorder = recorder;
    }

    /** A worker that held all data leaves. */
    void add(Member member) {
        forgetOutdated();
        incarnations.add(member.incarnation);
    }

    /**
     * Returns whether a worker that is back holds all that is committed, and may take the place of the last that does. Only
     * where that is recorded: else no member of the view before would know of the one that follows.
     */
    boolean mayReplaceLast(WorkerSession worker) {
        forgetOutdated();
        return recorder.records() && worker.report().isComplete() && incarnations.contains(worker.incarnation());
    }

    /** What they hold was given up. */
    void clear() {
        incarnations.clear();
    }

    private void forgetOutdated() {
        if (replication.commits() != commits) {
            commits = replication.commits();
            incarnations.clear();
        }
    }
}
