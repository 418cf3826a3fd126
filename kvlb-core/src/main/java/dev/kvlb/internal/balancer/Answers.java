package dev.kvlb.internal.balancer;

import dev.kvlb.internal.link.Core;
import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.Frame;

/**
 * The requests whose clients still wait, and the one answer that each of them gets: what came of it, or at its deadline
 * that it was not done, or that nobody can know.
 */
final class Answers {
    private final long timeoutNanos;
    private final long waitNanosMax;
    private final String tooLate;
    private final BalancerRules rules;
    private final RequestTable table;
    private final RequestList byAge = new RequestList();
    private long nowNanos;

    Answers(BalancerConfig config, BalancerRules rules, RequestTable table) {
        this.rules = rules;
        this.timeoutNanos = config.requestTimeoutNanos();
        this.waitNanosMax = timeoutNanos - timeoutNanos / 4;
        this.tooLate =
                "not done: no worker had room for it within " + waitNanosMax / 1_000_000 + " ms; try again later";
        this.table = table;
    }

    /** Returns when a request arrived that arrives in this turn. */
    long nowNanos() {
        return nowNanos;
    }

    /** From here on the request is answered at its deadline, if not before. */
    void await(Request request) {
        byAge.add(request.byAge);
    }

    /**
     * Returns whether a request has waited for so long, three quarters of its time, that it is not given to a worker any
     * more. Where more comes than workers can do, every request reaches the head of the queue when its time is nearly
     * over. With no time left for the worker each would be carried out and then answered too late: all work, no result.
     */
    boolean isTooLateToBegin(Request request) {
        return nowNanos - request.arrivedNanos >= waitNanosMax;
    }

    /** Returns what a client is told whose request {@link #isTooLateToBegin}. */
    String tooLate() {
        return tooLate;
    }

    /** Answers with the request's own response and this result, unless it has been answered. */
    void answer(Request request, ErrorCode result) {
        if (!request.isComplete()) {
            request.completeWith(result);
            onAnswered(request);
        }
    }

    /** Answers a GET with what a worker found, unless it has been answered. */
    void answerValue(Request request, Frame retrieved) {
        if (!request.isComplete()) {
            request.completeWithValue(retrieved);
            onAnswered(request);
        }
    }

    /** Answers a GET with the value that was kept for it, unless its deadline has answered it. */
    void answerHeld(Request request) {
        if (!request.isComplete()) {
            request.completeWithKeptValue();
            onAnswered(request);
        }
    }

    /** The request was not done, and may be sent again later. */
    void answerBusy(Request request, String message) {
        answerError(request, ErrorCode.SERVER_BUSY, message);
    }

    /** The request was sent to a worker, and what came of it can't be known: harmless only for a GET. */
    void answerLost(Request request, String why) {
        if (rules.isOutcomeUnknown(request.isStamped())) {
            answerError(request, ErrorCode.NETWORK_ERROR, "outcome unknown: " + why + "; read before you retry");
        } else {
            answerBusy(request, "not done: " + why + "; try again later");
        }
    }

    private void answerError(Request request, ErrorCode error, String message) {
        if (!request.isComplete()) {
            request.completeWithError(error, message);
            onAnswered(request);
        }
    }

    private void onAnswered(Request request) {
        RequestList.remove(request.byAge);
        ClientSession client = request.client;
        if (client != null) {
            client.onReplyKnown(request);
        }
    }

    void onTime(long nowNanos) {
        this.nowNanos = nowNanos;
        for (Request oldest = byAge.first(); oldest != null && isDue(oldest); oldest = byAge.first()) {
            answerLost(oldest, "no answer from a worker within " + timeoutNanos / 1_000_000 + " ms");
            table.releaseIfEnded(oldest);
        }
    }

    /** Answers all that wait, as far as it is known what came of them. */
    void giveUp(String why) {
        for (Request oldest = byAge.first(); oldest != null; oldest = byAge.first()) {
            answerLost(oldest, why);
            table.releaseIfEnded(oldest);
        }
    }

    private boolean isDue(Request request) {
        return deadlineNanos(request) <= nowNanos;
    }

    long nextDeadlineNanos() {
        Request oldest = byAge.first();
        return oldest == null ? Core.NO_DEADLINE : deadlineNanos(oldest);
    }

    private long deadlineNanos(Request request) {
        return request.arrivedNanos + timeoutNanos;
    }

    /** Returns how many requests wait for their answer. */
    int size() {
        return byAge.size();
    }
}
