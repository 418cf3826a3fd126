package dev.kvlb.cli.bench;

import java.net.ProtocolException;

/** Looks at each reply: whether it answers its request, and whether the value is one of that key. */
final class AnswerCheck {
    private AnswerCheck() {}

    /**
     * Notes what a reply says.
     *
     * @param latencyNanos since the request was due
     * @throws ProtocolException if it is the reply to some other kind of request
     */
    static void onReply(boolean isGet, int key, Reply reply, long latencyNanos, long now, Tally tally)
            throws ProtocolException {
        Reply.Kind kind = reply.kind();
        if (kind == Reply.Kind.ERROR) {
            tally.onErrors(reply.error(), 1);
            return;
        }
        if (isGet == (kind == Reply.Kind.STORED)) {
            throw new ProtocolException("a " + (isGet ? "get" : "put") + " was answered with " + kind);
        }
        tally.onAnswer(isGet, latencyNanos, now);
        if (kind == Reply.Kind.MISSING) {
            tally.onMiss();
        } else if (kind == Reply.Kind.VALUE && !BenchValues.isOf(key, reply.value())) {
            tally.onWrongValue();
        }
    }
}
