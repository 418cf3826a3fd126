package dev.kvlb.internal.link;

/** Opens connections for a core. The outcome comes later, on the thread of the core, never within the call. */
public interface Connector {
    /**
     * Opens a connection, within a bounded time.
     *
     * @param outcome told of the one connection, or of the failure
     */
    void connect(Endpoint remote, Outcome outcome);

    /** What became of an attempt to connect; exactly one of its methods is called, once. */
    interface Outcome {
        /** The connection stands; returns what takes its input. */
        LinkHandler onConnected(Link link);

        /** There is no connection, for this reason. */
        void onFailed(String reason);
    }
}
