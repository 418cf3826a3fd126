package dev.kvlb.internal.balancer;

import dev.kvlb.internal.link.Link;
import dev.kvlb.protocol.FrameWriter;
import dev.kvlb.protocol.MessageType;
import org.jspecify.annotations.Nullable;

/** The requests that one worker has under way: those that it owes an answer, and writes that its peers have yet to hold. */
final class AssignedRequests {
    private final Link link;
    private final RequestList unanswered = new RequestList();
    private final RequestList unsettled = new RequestList();
    private boolean versioned;
    private long total;

    AssignedRequests(Link link) {
        this.link = link;
    }

    /** The worker speaks the extensions: its writes have versions. */
    void onHello() {
        versioned = true;
    }

    /**
     * Sends a request that no other worker has.
     *
     * @param owesAnAnswer whether the worker owes an answer as soon as it can give one, and is late without it
     */
    void send(Request request, boolean owesAnAnswer) {
        (owesAnAnswer ? unanswered : unsettled).add(request.byWorker);
        request.placeInOrder = ++total;
        write(request);
    }

    /** Sends a write once more that the worker has settled in a view that is not the current one any more. */
    void sendAgain(Request write) {
        write(write);
    }

    private void write(Request request) {
        FrameWriter out = link.out();
        if (!request.isWrite()) {
            out.begin(MessageType.RETRIEVE_REQUEST).u32(request.id());
        } else if (versioned) {
            out.begin(request.isDelete() ? MessageType.VERSIONED_DELETE : MessageType.VERSIONED_STORE)
                    .u32(request.id())
                    .u64(request.version);
        } else {
            out.begin(MessageType.STORE_REQUEST).u32(request.id());
        }
        request.writePayload(out);
        out.end();
    }

    /** The worker has applied a write; what is awaited of it now is that all others have it too. */
    void awaitSettled(Request write) {
        RequestList.remove(write.byWorker);
        unsettled.add(write.byWorker);
    }

    /**
     * Hands all to {@code dispatcher}, the newest first, each to go before those that wait for a worker by then: what was
     * behind another one is so again.
     */
    void driveAgain(Dispatcher dispatcher) {
        for (Request next = newest(); next != null; next = newest()) {
            dispatcher.driveAgain(next);
        }
    }

    private @Nullable Request newest() {
        Request one = unanswered.last();
        Request other = unsettled.last();
        if (one == null || other == null) {
            return one == null ? other : one;
        }
        return one.placeInOrder > other.placeInOrder ? one : other;
    }

    int size() {
        return unanswered.size() + unsettled.size();
    }

    /** Returns how many there have ever been. */
    long total() {
        return total;
    }

    boolean owesAnswer() {
        return unanswered.size() > 0;
    }

    /** Returns since when an answer has been owed, or {@code otherwise} where none is. */
    long owesSinceNanos(long otherwise) {
        Request oldest = unanswered.first();
        return oldest == null ? otherwise : oldest.sentNanos;
    }
}
