package dev.kvlb.cli.pipe;

import dev.kvlb.cli.call.ErrorLine;
import dev.kvlb.cli.call.Invocation;

/** Tells the first errors of a bulk load, and of the rest how many there were. Thread-safe. */
final class PipeErrors implements BulkLoad.Complaints {
    private static final int SHOWN_MAX = 10;

    private final String place;
    private final Invocation invocation;
    private long count;

    /** Makes one that calls the place of an error so. */
    PipeErrors(String place, Invocation invocation) {
        this.place = place;
        this.invocation = invocation;
    }

    @Override
    public synchronized void onError(long number, String what) {
        count++;
        if (count <= SHOWN_MAX) {
            invocation.tell(place + " " + number + ": " + ErrorLine.oneLine(what));
        }
    }

    /** Says how much is left to say. */
    synchronized void tellRest(boolean unreachable) {
        if (count > SHOWN_MAX) {
            invocation.tell((count - SHOWN_MAX) + " more errors are not shown");
        }
        if (unreachable) {
            invocation.tell("there is no balancer any more: what came behind was not read");
        }
    }
}
