package dev.kvlb.cli.pipe;

import dev.kvlb.Client;
import dev.kvlb.UnreachableException;
import dev.kvlb.Written;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Stores entries through some clients, thousands at once.
 *
 * <p>What is under way is bounded: by the window of each client, and by the bytes of all. So a balancer that stops reading
 * stops whoever hands entries in. An entry goes through the client that its key says, so that of entries with the same
 * key the last one stays. Once no connection can be had no more is wanted.
 *
 * <p>Entries come from one thread; failures are told by that of a client, too.
 */
public final class BulkLoad implements EntrySink {
    private static final int UNDER_WAY_BYTES_MAX = 1 << 25;

    /** What an entry needs besides its bytes, roughly. */
    private static final int ENTRY_BYTES = 256;

    private final List<Client> clients;
    private final Complaints complaints;
    private final Semaphore room = new Semaphore(UNDER_WAY_BYTES_MAX);
    private final LongAdder stored = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private volatile boolean unreachable;

    /** Makes a load through clients that are started, at least one, which the caller closes. */
    public BulkLoad(List<Client> clients, Complaints complaints) {
        this.clients = List.copyOf(clients);
        this.complaints = complaints;
    }

    @Override
    public boolean onEntry(long number, byte[] key, byte[] value) {
        if (unreachable) {
            return false;
        }
        int bytes = ENTRY_BYTES + key.length + value.length;
        room.acquireUninterruptibly(bytes);
        CompletableFuture<Written> unused = clients.get(Math.floorMod(Arrays.hashCode(key), clients.size()))
                .putAsync(key, value)
                .whenComplete((written, failure) -> onAnswer(number, bytes, failure));
        return true;
    }

    private void onAnswer(long number, int bytes, @Nullable Throwable failure) {
        if (failure == null) {
            stored.increment();
        } else {
            failed.increment();
            Throwable cause =
                    failure instanceof CompletionException && failure.getCause() != null ? failure.getCause() : failure;
            unreachable |= cause instanceof UnreachableException;
            complaints.onFailure(number, cause);
        }
        room.release(bytes);
    }

    @Override
    public void onBad(long number, String what) {
        failed.increment();
        complaints.onBad(number, what);
    }

    /** Waits until everything is answered or has failed. */
    public void await() {
        room.acquireUninterruptibly(UNDER_WAY_BYTES_MAX);
        room.release(UNDER_WAY_BYTES_MAX);
    }

    /** Returns how many entries were stored so far. */
    public long replies() {
        return stored.sum();
    }

    /** Returns how many entries were bad, or not stored, or may not have been stored so far. */
    public long errors() {
        return failed.sum();
    }

    /** Returns whether reading was given up because there is no balancer. */
    public boolean isUnreachable() {
        return unreachable;
    }

    /** Is told what goes wrong; thread-safe, and quick. */
    public interface Complaints {
        /** What stands at this line or entry is none. */
        void onBad(long number, String what);

        /** The entry of this line or number was not stored, or it is not known whether it was. */
        void onFailure(long number, Throwable failure);
    }
}
