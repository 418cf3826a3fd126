package dev.kvlb.cli;

import java.time.Duration;
import org.awaitility.Awaitility;
import org.awaitility.core.ConditionFactory;

/** For how long tests wait for what should come soon: it states nothing, and is long for a busy machine too. */
final class Patience {
    static final Duration PATIENCE = Duration.ofMinutes(2);

    private Patience() {}

    /** Begins to wait for so long. */
    static ConditionFactory await() {
        return Awaitility.await().atMost(PATIENCE);
    }
}
