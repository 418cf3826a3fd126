package dev.kvlb.simulation;

import dev.kvlb.simulation.Operation.Kind;
import dev.kvlb.simulation.Operation.Outcome;

/**
 * One request of a client of a real cluster, and what became of it, as a line that the client writes down.
 *
 * @param client who asked
 * @param kind what it asked for
 * @param key one of those that {@link SimKey} knows
 * @param value what was written, another one by each write, or found; {@link #NOTHING} by a delete or where nothing was
 * @param version what the cluster said of it; 0 where it said nothing
 * @param outcome what became of it
 * @param startNanos when it was about to be sent
 * @param endNanos when its reply had come, by the same clock
 */
public record RecordedOperation(
        int client,
        Kind kind,
        String key,
        String value,
        long version,
        Outcome outcome,
        long startNanos,
        long endNanos) {
    /** What {@link #value} is where there is none. */
    public static final String NOTHING = "-";

    /** Reads what {@link #line} has written. */
    public static RecordedOperation parse(String line) {
        String[] words = line.split(" ", -1);
        return new RecordedOperation(
                Integer.parseInt(words[0]),
                Kind.valueOf(words[1]),
                words[2],
                words[3],
                Long.parseLong(words[4]),
                Outcome.valueOf(words[5]),
                Long.parseLong(words[6]),
                Long.parseLong(words[7]));
    }

    public String line() {
        return client + " " + kind + " " + key + " " + value + " " + version + " " + outcome + " " + startNanos + " "
                + endNanos;
    }

    boolean isDone() {
        return outcome == Outcome.DONE;
    }
}
