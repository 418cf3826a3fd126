package dev.kvlb.internal.link;

/** Where a balancer records what it must know after a restart. For the thread of the core. */
public interface StateStore {
    /** Records a state in place of the one before; there is never more than one under way. */
    void persist(RecordedState state, Outcome outcome);

    /** What became of it; exactly one of its methods is called, once, later, on the thread of the core. */
    interface Outcome {
        /** It is durable: it is found after whatever happens now. */
        void onPersisted();

        /** It may or may not be durable, for this reason. */
        void onFailed(String reason);
    }
}
