package dev.kvlb.internal.balancer;

import dev.kvlb.BalancerSnapshot.Phase;
import dev.kvlb.LoadBalancerListener;
import org.jspecify.annotations.Nullable;

/** Whether requests are served, and where they are not, why, and what to do. */
final class Availability {
    static final String NO_WORKERS = "No workers available";

    private final LoadBalancerListener listener;
    private Phase phase = Phase.OPENING;
    private String reason = "";
    private @Nullable String recordFailure;
    private @Nullable String fullness;
    private boolean baseMember;
    private boolean told;

    Availability(LoadBalancerListener listener) {
        this.listener = listener;
    }

    void become(Phase next, String why) {
        phase = next;
        reason = why;
        tell();
    }

    /** The record of who holds all data can't be written: nothing that rests on it may happen. */
    void onRecordFailed(String why) {
        recordFailure = "the state can't be recorded: " + why + "; it is tried again each second";
        tell();
    }

    void onRecorded() {
        recordFailure = null;
        tell();
    }

    /** The members' memory is used up as far as it may be, for this reason, or is not any more. */
    void onFullness(@Nullable String why) {
        fullness = why;
    }

    /** A member speaks only the base protocol, which has no deletes, or none does. */
    void onBaseMember(boolean any) {
        baseMember = any;
    }

    private void tell() {
        boolean suspended = phase() == Phase.SUSPENDED;
        if (suspended && !told) {
            listener.onSuspended(reason());
        } else if (told && phase() == Phase.SERVING) {
            listener.onResumed();
        }
        told = suspended || (told && phase() != Phase.SERVING);
    }

    Phase phase() {
        return recordFailure != null && phase == Phase.SERVING ? Phase.SUSPENDED : phase;
    }

    /** Returns what is waited for and what to do, for people; nothing while requests are served. */
    String reason() {
        String failure = recordFailure;
        return failure != null ? failure : reason;
    }

    /** Returns why requests are refused, or null where they are served. */
    @Nullable String refusal() {
        if (phase() == Phase.SERVING) {
            return null;
        }
        return reason().isEmpty() ? NO_WORKERS : NO_WORKERS + ": " + reason();
    }

    /** Returns why deletes are refused, or null where they are taken. */
    @Nullable String refusalOfDeletes() {
        return baseMember ? "a worker speaks only the base protocol, which has no deletes" : null;
    }

    /** Returns why writes are refused that bring more data, or null where they are taken. */
    @Nullable String refusalOfMore() {
        return fullness;
    }
}
