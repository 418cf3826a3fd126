package dev.kvlb.internal.link;

import java.util.List;

/**
 * What a balancer records, so that after a restart it knows for whom to wait.
 *
 * @param cluster the identity of the cluster
 * @param epoch of the balancer that recorded it
 * @param dataEpoch in which the data began: what a worker holds of one before it was given up; 0 where nothing ever was
 * @param ready the workers that hold all data; none after an orderly end of the last one
 */
public record RecordedState(long cluster, long epoch, long dataEpoch, List<Member> ready) {
    /** Copies the list. */
    public RecordedState {
        ready = List.copyOf(ready);
    }

    /** Makes one of a cluster whose data was never given up. */
    public RecordedState(long cluster, long epoch, List<Member> ready) {
        this(cluster, epoch, 0, ready);
    }

    /** One run of a worker. */
    public record Member(long workerId, long incarnation) {
        @Override
        public String toString() {
            return "worker " + workerId;
        }
    }
}
