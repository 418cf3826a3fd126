package dev.kvlb.internal.client;

/**
 * What the balancer speaks, as far as the connection has shown: it answers HELLO with WELCOME before anything else, or it
 * speaks the base protocol alone.
 *
 * <p>One that does not bear a HELLO says so, or closes the connection: then the next connection begins without, and the
 * two ways take turns. But one connection that is lost tells little, so that takes several in a row; and one that has
 * spoken the extensions before does so again, whatever stands before it and closes connections while it is away.
 */
final class Dialect {
    private static final int GREETINGS_IN_VAIN_MAX = 3;

    private boolean greeted;
    private boolean extended;
    private boolean everExtended;
    private boolean base;
    private boolean supposed;
    private boolean turnedAway;
    private int greetingsInVain;

    /** Takes note that a connection begins; returns whether it begins with a HELLO. */
    boolean begin() {
        greeted = !turnedAway && (everExtended || greetingsInVain < GREETINGS_IN_VAIN_MAX);
        extended = false;
        base = !greeted;
        supposed = base && !turnedAway;
        turnedAway = false;
        return greeted;
    }

    /** Takes note of a WELCOME. */
    void onWelcome() {
        extended = greeted;
        everExtended |= extended;
        base = !greeted;
    }

    /** Takes note of the answer to a request. */
    void onAnswer() {
        base = !extended;
        supposed = false;
    }

    /** Takes note that the balancer broke off because of what came first, the HELLO or the frame behind it. */
    void onTurnedAway() {
        turnedAway = true;
    }

    /** Takes note that the connection has ended. */
    void end() {
        greetingsInVain = isKnown() ? 0 : greetingsInVain + 1;
    }

    /** Returns whether the balancer has said that it speaks the extensions. */
    boolean isExtended() {
        return extended;
    }

    /** Returns whether it is known what the balancer speaks. */
    boolean isKnown() {
        return extended || base;
    }

    /**
     * Returns whether it is known only because several connections were closed without a word: so does a balancer that
     * does not bear a HELLO, and one that has as many clients as it takes.
     */
    boolean isSupposed() {
        return supposed;
    }

    /** Returns whether the balancer broke off because of what came first, so that it has done nothing at all. */
    boolean isTurnedAway() {
        return turnedAway;
    }
}
