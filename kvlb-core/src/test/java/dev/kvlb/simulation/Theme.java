package dev.kvlb.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Kinds of faults that together lead to what each alone seldom does. A simulation with a theme has some of these, often,
 * and no others: where everything happens, nothing lasts long enough to be met by what would have made it matter.
 */
enum Theme {
    /** Workers come, and import over slow ways and again and again. */
    JOINS(
            FaultKind.ADD_WORKER,
            FaultKind.KILL_WORKER,
            FaultKind.SLOW_LINK,
            FaultKind.SLOW_PEERS,
            FaultKind.RECONNECT_LEARNER,
            FaultKind.SLOW_EXPORT),
    /** One balancer follows another, and not everybody hears of it at once. */
    RESTARTS(
            FaultKind.KILL_BALANCER,
            FaultKind.STRANGERS_FIRST,
            FaultKind.CUT_PEERS,
            FaultKind.SLOW_PEERS,
            FaultKind.CUT_ONE_WAY,
            FaultKind.PAUSE_WORKER),
    /** Who holds all data changes while those who did are out of reach. */
    SUCCESSIONS(
            FaultKind.SUCCESSOR_UNHEARD,
            FaultKind.ADD_WORKER,
            FaultKind.KILL_WORKER,
            FaultKind.KILL_DONOR,
            FaultKind.STRANGERS_FIRST),
    /** All data is lost while workers import, and somebody goes on with what one kept. */
    LOSSES(
            FaultKind.ISOLATE_WORKER,
            FaultKind.BREAK_CONNECTION,
            FaultKind.SLOW_PEERS,
            FaultKind.KILL_ALL_READY,
            FaultKind.KILL_DONOR,
            FaultKind.OPERATE);

    private static final int INTERVAL_MIN_MILLIS = 25;
    private static final int INTERVAL_MAX_MILLIS = 200;
    private static final int LEFT_OUT_ONE_IN = 4;

    @SuppressWarnings("ImmutableEnumChecker") // a list of List.of is
    private final List<FaultKind> kinds;

    Theme(FaultKind... kinds) {
        this.kinds = List.of(kinds);
    }

    /** Returns faults of one theme. */
    static Faults drawn(Chance chance) {
        List<FaultKind> some = new ArrayList<>();
        for (FaultKind kind : chance.oneOf(List.of(values())).kinds) {
            if (!chance.oneIn(LEFT_OUT_ONE_IN)) {
                some.add(kind);
            }
        }
        return new Faults(some, Duration.ofMillis(chance.mostlySmall(INTERVAL_MIN_MILLIS, INTERVAL_MAX_MILLIS)));
    }
}
