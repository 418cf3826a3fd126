package dev.kvlb.internal.client;

import dev.kvlb.KvlbException;
import dev.kvlb.internal.link.Greeting;
import dev.kvlb.protocol.FrameWriter;
import java.util.ArrayDeque;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The requests under way, in the order in which they were let in: first those that wait for an answer, then those that
 * wait to be sent.
 *
 * <p>Answers carry no number: the next one always belongs to the oldest request that was sent. So a request that was
 * sent and then given up keeps its position, and its place in the window, until its answer comes or the connection ends.
 * All requests have the same time, so the one let in first is also due first, and only the head of each line is ever
 * looked at.
 *
 * <p>A request that needs the extensions is sent when the balancer has shown that it speaks them, and keeps those behind
 * it waiting, so that they take effect in their order. Where nothing is under way whose answer would show it, the balancer
 * is asked what every balancer answers, so they do not wait long.
 *
 * <p>Knows no lock, clock or socket: one thread at a time, and the time comes in.
 */
public final class RequestLine {
    private static final byte[] HELLO = hello();

    private final ClientOptions options;
    private final RequestWindow window;
    private final ArrayDeque<Request> sent = new ArrayDeque<>();
    private final ArrayDeque<Request> queued = new ArrayDeque<>();
    private final Dialect dialect = new Dialect();

    private boolean connected;
    private boolean helloDue;

    /** How many requests were sent when some were last. */
    private int batchSize;

    private @Nullable Exception whyUnconnected;

    /** Makes an empty line; each request brings one place of the window, which is given back when it leaves. */
    public RequestLine(ClientOptions options, RequestWindow window) {
        this.options = options;
        this.window = window;
    }

    private static byte[] hello() {
        FrameWriter out = new FrameWriter();
        Greeting.helloOfClient(out);
        return out.toBytes();
    }

    /** Lets a request in. */
    public void add(Request request, long nowNanos) {
        request.deadlineNanos = nowNanos + options.requestTimeoutNanos();
        request.waitingSinceNanos = nowNanos;
        queued.add(request);
    }

    /** Returns whether a request waits to be sent. */
    public boolean hasQueued() {
        return !queued.isEmpty();
    }

    /** Returns whether there is something to do for {@link #takeBatch}. */
    public boolean hasSendable() {
        Request head = queued.peek();
        return head != null && (!head.needsExtensions() || dialect.isKnown() || sent.isEmpty());
    }

    /**
     * Returns whether just one request is under way, which is to be sent, in a frame of up to that length, and it was the
     * same with the one before: so it seems that they come one by one.
     */
    boolean hasOneAlone(int frameBytesMax) {
        return batchSize <= 1
                && sent.isEmpty()
                && queued.size() == 1
                && queued.element().frame().length <= frameBytesMax;
    }

    /**
     * Moves the next requests to be sent, of up to {@code frameBytesMax} bytes but at least one, into {@code frames}; the
     * first of a connection come behind a HELLO. Fails those that the balancer would not understand.
     */
    public void takeBatch(List<byte[]> frames, int frameBytesMax, long nowNanos, FailedRequests failed) {
        if (helloDue) {
            frames.add(HELLO);
            helloDue = false;
        }
        batchSize = 0;
        int frameBytes = 0;
        Request request = queued.peek();
        while (request != null && (frameBytes == 0 || frameBytes + request.frame().length <= frameBytesMax)) {
            if (request.needsExtensions() && !dialect.isExtended()) {
                if (!dialect.isKnown()) {
                    probe(frames, nowNanos);
                    return;
                }
                queued.remove();
                settle(request, notUnderstood(request), failed);
                leave(request);
            } else {
                queued.remove();
                frameBytes += request.frame().length;
                send(request, frames, nowNanos);
            }
            request = queued.peek();
        }
    }

    private KvlbException notUnderstood(Request request) {
        return dialect.isSupposed() ? Failures.hungUpOn(request, options) : Failures.baseOnly(request, options);
    }

    /** Asks for what every balancer refuses by itself, where nothing else is under way that it will answer. */
    private void probe(List<byte[]> frames, long nowNanos) {
        if (sent.isEmpty()) {
            send(EntryRequest.probe(), frames, nowNanos);
        }
    }

    private void send(Request request, List<byte[]> frames, long nowNanos) {
        request.sent = true;
        request.inFlight = true;
        request.sentNanos = nowNanos;
        batchSize++;
        sent.add(request);
        frames.add(request.frame());
    }

    /**
     * Takes the request out that the next answer belongs to.
     *
     * @return null where no request waits for an answer
     */
    public @Nullable Request takeAnswered() {
        dialect.onAnswer();
        Request request = sent.poll();
        if (request != null) {
            request.late = request.settled;
            request.settled = true;
            leave(request);
        }
        return request;
    }

    /**
     * Takes the request out whose answer is malformed: where nobody waits for that answer, because the balancer was asked
     * for it only to show what it speaks, the one on whose behalf it was asked.
     */
    @Nullable Request takeGarbled() {
        Request request = takeAnswered();
        if (request == null || request.hasPlace) {
            return request;
        }
        Request waiting = queued.poll();
        if (waiting != null) {
            waiting.settled = true;
            leave(waiting);
        }
        return waiting;
    }

    /** Gives the place of a request back. */
    private void leave(Request request) {
        if (request.hasPlace) {
            window.release();
        }
    }

    /** Takes note that there is a connection. */
    public void onConnected() {
        connected = true;
        helloDue = dialect.begin();
    }

    /** Takes note that the balancer speaks the extensions. */
    public void onWelcome() {
        dialect.onWelcome();
    }

    /** Returns whether it is known what the balancer speaks. */
    boolean isDialectKnown() {
        return dialect.isKnown();
    }

    /** Takes note that the balancer broke off because of what came first: it has done nothing. */
    void onTurnedAway() {
        dialect.onTurnedAway();
    }

    /** Takes note that an attempt to connect failed. */
    public void onConnectFailed(Exception cause) {
        whyUnconnected = cause;
    }

    /**
     * Takes note that the connection has ended: what changes nothing, or was not read, goes back to where it came from,
     * and the rest has failed.
     */
    public void onConnectionLost(Exception cause, long nowNanos, FailedRequests failed) {
        connected = false;
        whyUnconnected = cause;
        dialect.end();
        ArrayDeque<Request> again = new ArrayDeque<>();
        for (Request request : sent) {
            request.inFlight = false;
            if (!request.settled && (!request.isWrite() || dialect.isTurnedAway())) {
                request.sent = !dialect.isTurnedAway();
                again.add(request);
            } else {
                if (!request.settled) {
                    settle(request, Failures.connectionLost(request, options, cause), failed);
                }
                leave(request);
            }
        }
        sent.clear();
        again.addAll(queued);
        queued.clear();
        for (Request request : again) {
            request.waitingSinceNanos = nowNanos;
            queued.add(request);
        }
    }

    /** Fails the requests whose time has passed. */
    public void expire(long nowNanos, FailedRequests failed) {
        for (Request request : sent) {
            if (request.deadlineNanos - nowNanos > 0) {
                break;
            }
            if (!request.settled) {
                settle(request, Failures.noAnswerInTime(request, options), failed);
            }
        }
        Request head = queued.peek();
        while (head != null && head.deadlineNanos - nowNanos <= 0) {
            queued.remove();
            settle(head, notSentInTime(head), failed);
            window.release();
            head = queued.peek();
        }
    }

    /** Fails the requests that have waited for a connection as long as they may. */
    public void failUnreachable(long nowNanos, FailedRequests failed) {
        Request head = queued.peek();
        while (head != null && nowNanos - head.waitingSinceNanos >= options.connectTimeoutNanos()) {
            queued.remove();
            settle(head, Failures.unreachable(head, options, whyUnconnected), failed);
            window.release();
            head = queued.peek();
        }
    }

    /**
     * Gives a request up whose caller waits no more.
     *
     * @return what to tell the caller, or null where an answer is on its way after all
     */
    @Nullable KvlbException giveUp(Request request, boolean interrupted) {
        if (request.settled) {
            return null;
        }
        request.settled = true;
        if (!request.inFlight) {
            queued.remove(request);
            window.release();
        }
        if (request.sent) {
            return interrupted ? Failures.interruptedBeforeAnswer(request) : Failures.noAnswerInTime(request, options);
        }
        return interrupted ? Failures.interruptedBeforeSent(request) : notSentInTime(request);
    }

    /** Fails everything, and sends those away who wait for a place. */
    public void close(FailedRequests failed) {
        window.close();
        sent.addAll(queued);
        queued.clear();
        Request request = sent.poll();
        while (request != null) {
            if (!request.settled) {
                settle(request, Failures.closed(request), failed);
            }
            leave(request);
            request = sent.poll();
        }
    }

    /**
     * Returns whether the oldest request that was sent has had no answer for twice the time of a request: the
     * connection is to be replaced.
     */
    public boolean isStalled(long nowNanos) {
        Request oldest = sent.peek();
        return oldest != null && nowNanos - oldest.sentNanos >= 2 * options.requestTimeoutNanos();
    }

    /**
     * Returns how long nothing needs to be done while there is a connection.
     *
     * <p>A request that is let in meanwhile is due later than that: so a thread that sleeps as long needs no waking.
     */
    public long nanosToNextDeadline(long nowNanos) {
        long nanos = options.requestTimeoutNanos();
        Request oldest = sent.peek();
        if (oldest != null) {
            nanos = Math.min(nanos, oldest.sentNanos + 2 * options.requestTimeoutNanos() - nowNanos);
        }
        Request due = nextDue();
        return due == null ? nanos : Math.min(nanos, due.deadlineNanos - nowNanos);
    }

    /** Returns how long nothing needs to be done while there is no connection, but a request that waits for one. */
    public long nanosToNextUnreachable(long nowNanos) {
        Request head = queued.element();
        long unreachableNanos = head.waitingSinceNanos + options.connectTimeoutNanos();
        return Math.min(unreachableNanos, head.deadlineNanos) - nowNanos;
    }

    private @Nullable Request nextDue() {
        for (Request request : sent) {
            if (!request.settled) {
                return request;
            }
        }
        return queued.peek();
    }

    private KvlbException notSentInTime(Request request) {
        if (request.sent) {
            return Failures.noAnswerInTime(request, options);
        }
        return connected
                ? Failures.notSentInTime(request, options)
                : Failures.unreachable(request, options, whyUnconnected);
    }

    private static void settle(Request request, KvlbException failure, FailedRequests failed) {
        request.settled = true;
        failed.add(request, failure);
    }
}
