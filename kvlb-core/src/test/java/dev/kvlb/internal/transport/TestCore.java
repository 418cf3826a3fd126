package dev.kvlb.internal.transport;

import dev.kvlb.internal.link.Core;

/** A core that does nothing: tests overwrite what they need. */
class TestCore implements Core {
    @Override
    public void onTime(long nowNanos) {}

    @Override
    public void onTurnEnded() {}

    @Override
    public long nextDeadlineNanos() {
        return NO_DEADLINE;
    }

    @Override
    public void drain() {}

    @Override
    public boolean isEnded() {
        return false;
    }
}
