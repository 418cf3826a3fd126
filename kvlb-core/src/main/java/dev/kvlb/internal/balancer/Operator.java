package dev.kvlb.internal.balancer;

import dev.kvlb.protocol.FrameWriter;

/** What a client may ask and order that is not about a key. Each method appends the one reply to it. */
interface Operator {
    /** Appends the state of the cluster. */
    void status(FrameWriter answer);

    /** Appends what has been counted and measured. */
    void metrics(FrameWriter answer);

    /** Starts a cluster that does not serve with no data, and appends what came of it. */
    void reset(FrameWriter answer);

    /** Starts a cluster that does not serve with what this worker holds or has set aside, and appends what came of it. */
    void recover(long workerId, FrameWriter answer);
}
