package dev.kvlb.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

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
            FaultKind.OPERATE),
    /** One balancer takes the place of another that lives on, while writes are under way that take long. */
    OVERLAPS(FaultKind.TWO_BALANCERS, FaultKind.SLOW_PEERS, FaultKind.BURST, FaultKind.ADD_WORKER),
    /** Workers import and lose the balancer, which does not miss them. */
    RETURNS(FaultKind.LEARNER_NOT_MISSED, FaultKind.ADD_WORKER, FaultKind.KILL_WORKER),
    /** Workers come while writes are under way that later ones have overtaken. */
    OVERTAKEN(FaultKind.OVERTAKEN_WRITE, FaultKind.KILL_WORKER);

    private static final Set<FaultKind> OF_THEMES_ALONE =
            Set.of(FaultKind.TWO_BALANCERS, FaultKind.LEARNER_NOT_MISSED, FaultKind.OVERTAKEN_WRITE);
    private static final List<Theme> INTRICATE = List.of(OVERLAPS, RETURNS, OVERTAKEN);

    private static final int INTERVAL_MIN_MILLIS = 25;
    private static final int INTERVAL_MAX_MILLIS = 200;
    private static final int LEFT_OUT_ONE_IN = 4;

    @SuppressWarnings("ImmutableEnumChecker") // a list of List.of is
    private final List<FaultKind> kinds;

    Theme(FaultKind... kinds) {
        this.kinds = List.of(kinds);
    }

    /** Returns faults of one theme that any number of workers will do for. */
    static Faults drawn(Chance chance) {
        List<Theme> themes = new ArrayList<>(List.of(values()));
        themes.removeAll(INTRICATE);
        return chance.oneOf(themes).some(chance);
    }

    /** Returns faults of one theme that needs several workers. */
    static Faults drawnIntricate(Chance chance) {
        return chance.oneOf(INTRICATE).some(chance);
    }

    /** Returns the kinds that are in no simulation but that of a theme. */
    static Set<FaultKind> ofThemesAlone() {
        return OF_THEMES_ALONE;
    }

    private Faults some(Chance chance) {
        List<FaultKind> some = new ArrayList<>();
        for (FaultKind kind : kinds) {
            if (!chance.oneIn(LEFT_OUT_ONE_IN)) {
                some.add(kind);
            }
        }
        return new Faults(some, Duration.ofMillis(chance.mostlySmall(INTERVAL_MIN_MILLIS, INTERVAL_MAX_MILLIS)));
    }
}
