package dev.kvlb.internal.balancer;

import dev.kvlb.protocol.FrameWriter;

/** What a client may ask and order that is not about a key. Each gets one reply. */
interface Operator {
    /** Takes what came of an order, once. */
    interface Outcome {
        /** Takes the frame that says it. */
        void onReply(FrameWriter answer);
    }

    /** Appends the state of the cluster. */
    void status(FrameWriter answer);

    /** Appends what has been counted and measured. */
    void metrics(FrameWriter answer);

    /** Starts a cluster that does not serve with no data, and says so once that outlives the balancer, or why not. */
    void reset(Outcome outcome);

    /**
     * Starts a cluster that does not serve with what this worker holds or has set aside, and says so once that outlives
     * the balancer, or why not.
     */
    void recover(long workerId, Outcome outcome);
}
