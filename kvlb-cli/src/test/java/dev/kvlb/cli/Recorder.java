package dev.kvlb.cli;

import dev.kvlb.BusyException;
import dev.kvlb.Client;
import dev.kvlb.Found;
import dev.kvlb.OutcomeUnknownException;
import dev.kvlb.UnreachableException;
import dev.kvlb.Written;
import dev.kvlb.simulation.Operation.Kind;
import dev.kvlb.simulation.Operation.Outcome;
import dev.kvlb.simulation.RecordedOperation;
import java.util.Optional;
import java.util.function.Supplier;

/** Asks one request at a time of a client, and says what came of it and when. */
final class Recorder {
    /** Keys k0 and up are written, these many; those from the second half on are never deleted. */
    static final int KEYS = 10;

    static final int UNDELETED_FROM = KEYS / 2;

    private final Client client;
    private final int number;
    private int writes;

    /** Makes one whose number no other has, so that no other writes the same values. */
    Recorder(Client client, int number) {
        this.client = client;
        this.number = number;
    }

    static String key(int which) {
        return "k" + which;
    }

    static boolean isNeverDeleted(String key) {
        return Integer.parseInt(key.substring(1)) >= UNDELETED_FROM;
    }

    RecordedOperation put(String key) {
        String value = number + "-" + ++writes;
        return record(Kind.PUT, key, value, () -> found(value, client.put(key, value)));
    }

    RecordedOperation delete(String key) {
        return record(Kind.DELETE, key, RecordedOperation.NOTHING, () -> found("", client.delete(key)));
    }

    RecordedOperation get(String key) {
        return record(Kind.GET, key, RecordedOperation.NOTHING, () -> client.find(key));
    }

    private static Optional<Found<String>> found(String value, Written written) {
        return Optional.of(new Found<>(value, written.version(), written.workerId()));
    }

    /** What is neither done nor known not to be done, nor unknown, is a mistake, and thrown. */
    private RecordedOperation record(Kind kind, String key, String value, Supplier<Optional<Found<String>>> request) {
        String shown = value;
        long version = 0;
        Outcome outcome;
        long startNanos = System.nanoTime();
        long endNanos;
        try {
            Optional<Found<String>> found = request.get();
            endNanos = System.nanoTime();
            outcome = Outcome.DONE;
            if (found.isPresent()) {
                version = found.get().version();
                shown = kind == Kind.DELETE ? value : found.get().value();
            }
        } catch (OutcomeUnknownException e) {
            endNanos = System.nanoTime();
            outcome = Outcome.UNKNOWN;
        } catch (BusyException | UnreachableException e) {
            endNanos = System.nanoTime();
            outcome = Outcome.REFUSED;
        }
        return new RecordedOperation(number, kind, key, shown, version, outcome, startNanos, endNanos);
    }
}
