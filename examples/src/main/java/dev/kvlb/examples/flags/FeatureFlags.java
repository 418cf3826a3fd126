package dev.kvlb.examples.flags;

import dev.kvlb.Client;
import dev.kvlb.KvlbException;

/**
 * Switches that all processes of an application share: once {@link #turn} has returned, every process sees the new state
 * with its next question, since a get shows every put that was acknowledged before it.
 *
 * <p>A flag decides how something is done, not whether anything is: where the store does not answer, or no such flag was
 * ever turned, {@link #isOn} returns what its caller says.
 */
final class FeatureFlags {
    private static final String PREFIX = "flag/";

    private final Client client;

    FeatureFlags(Client client) {
        this.client = client;
    }

    /** Returns whether the flag is on, or {@code otherwise} where nobody can tell. */
    boolean isOn(String flag, boolean otherwise) {
        try {
            return client.get(PREFIX + flag).map(Boolean::parseBoolean).orElse(otherwise);
        } catch (KvlbException e) {
            return otherwise;
        }
    }

    /** Turns the flag on or off, for everybody. */
    void turn(String flag, boolean on) {
        client.put(PREFIX + flag, Boolean.toString(on));
    }
}
