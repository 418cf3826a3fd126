package dev.kvlb.cli.pipe;

import dev.kvlb.Client;
import dev.kvlb.protocol.ByteSlice;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/**
 * Stores entries over some connections, thousands at once.
 *
 * <p>How many are under way on each is bounded, so a balancer that stops reading stops whoever hands entries in; and memory
 * is needed for none of them, but for its number. An entry takes the connection that its key says, so that of entries
 * with the same key the last one stays. A connection that is lost is opened again for the next entry; where that fails no
 * more is wanted.
 *
 * <p>For one thread, but for the counts.
 */
final class BulkLoad implements EntrySink, AutoCloseable {
    /** Fewer than the replies that a balancer has room for, 256: where it must stop reading it works twice as much. */
    private static final int WINDOW_ENTRIES = 128;

    private final String host;
    private final int port;
    private final Duration timeout;
    private final Complaints complaints;
    private final @Nullable Lane[] lanes;
    private final Lane.Replies replies = new Counting();
    private final LongAdder stored = new LongAdder();
    private final LongAdder failed = new LongAdder();
    private boolean unreachable;

    /**
     * Makes a load, which connects when it has entries.
     *
     * @param connections how many, at least 1
     * @param timeout how long a reply may take, at least 1 ms
     */
    BulkLoad(String host, int port, int connections, Duration timeout, Complaints complaints) {
        this.host = host;
        this.port = port;
        this.timeout = timeout;
        this.complaints = complaints;
        this.lanes = new Lane[connections];
    }

    /** Returns the same bytes; before it waits for some, it sends what it has. */
    InputStream flushedBefore(InputStream in) {
        return new FilterInputStream(in) {
            @Override
            public int read(byte[] buffer, int offset, int length) throws IOException {
                flush();
                return super.read(buffer, offset, length);
            }
        };
    }

    @Override
    public boolean onEntry(long number, ByteSlice key, ByteSlice value) {
        if (unreachable) {
            return false;
        }
        int bytes = key.length() + value.length();
        if (bytes > Client.ENTRY_BYTES_MAX) {
            onBad(number, "key and value have at most " + Client.ENTRY_BYTES_MAX + " bytes together: " + bytes);
            return true;
        }
        int index = lanes.length == 1 ? 0 : Math.floorMod(hash(key), lanes.length);
        Lane lane = lanes[index];
        if (lane != null && lane.isFull()) {
            // The others would keep what they have until each is full, with nothing to do for the balancer meanwhile.
            flush();
        }
        if (lane != null && lane.put(number, key, value)) {
            return true;
        }
        if (lane != null) {
            lane.close();
        }
        return putAnew(index, number, key, value);
    }

    private boolean putAnew(int index, long number, ByteSlice key, ByteSlice value) {
        Lane lane = null;
        try {
            lane = Lane.open(host, port, WINDOW_ENTRIES, timeout, replies);
        } catch (UnknownHostException e) {
            replies.onFailure(number, "the name \"" + host + "\" is not known: not stored, see that it is right");
        } catch (IOException e) {
            replies.onFailure(
                    number,
                    "no connection to " + host + ":" + port + ": not stored, see that a balancer runs there ("
                            + e.getMessage() + ")");
        }
        lanes[index] = lane;
        if (lane == null) {
            unreachable = true;
        } else if (!lane.put(number, key, value)) {
            replies.onFailure(number, "the balancer closed the connection before it was sent: not stored");
        }
        return !unreachable;
    }

    private static int hash(ByteSlice key) {
        int hash = 0;
        byte[] bytes = key.array();
        int end = key.offset() + key.length();
        for (int i = key.offset(); i < end; i++) {
            hash = 31 * hash + bytes[i];
        }
        // The last digits of keys that are numbered are not to choose alone.
        return hash ^ hash >>> 16;
    }

    @Override
    public void onBad(long number, String what) {
        failed.increment();
        complaints.onError(number, what);
    }

    private void flush() {
        for (Lane lane : lanes) {
            if (lane != null) {
                lane.flush();
            }
        }
    }

    /** Waits until everything is answered or has failed, and closes the connections. */
    @Override
    public void close() {
        flush();
        for (int i = 0; i < lanes.length; i++) {
            Lane lane = lanes[i];
            if (lane != null) {
                lane.awaitReplies();
                lane.close();
                lanes[i] = null;
            }
        }
    }

    /** Returns how many entries were stored so far; from any thread. */
    long replies() {
        return stored.sum();
    }

    /** Returns how many entries were bad, or not stored, or may not have been stored so far; from any thread. */
    long errors() {
        return failed.sum();
    }

    /** Returns whether reading was given up because there is no balancer. */
    boolean isUnreachable() {
        return unreachable;
    }

    private final class Counting implements Lane.Replies {
        @Override
        public void onStored() {
            stored.increment();
        }

        @Override
        public void onFailure(long number, String what) {
            failed.increment();
            complaints.onError(number, what);
        }
    }

    /** Is told what goes wrong; thread-safe, and quick. */
    interface Complaints {
        /** The entry of this line or number is none, was not stored, or it is not known whether it was. */
        void onError(long number, String what);
    }
}
