package dev.kvlb.internal.balancer;

import dev.kvlb.protocol.FieldName;
import dev.kvlb.protocol.Frame;
import dev.kvlb.protocol.MalformedFrameException;
import dev.kvlb.protocol.MessageType;

/** What a worker says of itself before it is let in: who it is and, if it speaks the extensions, what it holds. */
final class Introduction {
    private final ReportReader report = new ReportReader();
    private boolean greeted;
    private long incarnation;
    private boolean registered;
    private long workerId;
    private int peerPort;

    /**
     * Takes a HELLO.
     *
     * @throws MalformedFrameException if it comes too late, or without an incarnation
     */
    void greet(Frame hello) throws MalformedFrameException {
        if (registered) {
            throw MalformedFrameException.wrongSide(MessageType.HELLO, "registered worker");
        }
        long announced = hello.number(FieldName.INCARNATION);
        if (announced == 0) {
            // In a view that is a worker of the base protocol: its peers would tell it of writes without versions.
            throw MalformedFrameException.of(hello, FieldName.INCARNATION, "any but 0 from a worker", "0");
        }
        greeted = true;
        incarnation = announced;
    }

    /** Takes the first WORKER_READY. */
    void register(Frame ready) {
        registered = true;
        workerId = ready.number(FieldName.WORKER_ID);
        peerPort = (int) ready.number(FieldName.PEER_PORT);
    }

    /**
     * Takes what the worker holds, and the last view that it was told.
     *
     * @return whether all of that has come
     * @throws MalformedFrameException if that frame can't come now
     */
    boolean report(Frame frame) throws MalformedFrameException {
        return report.take(frame);
    }

    /** Returns whether it has said all that it has to say. */
    boolean isComplete() {
        return registered && (report.isComplete() || !greeted);
    }

    boolean hasGreeted() {
        return greeted;
    }

    long incarnation() {
        return incarnation;
    }

    boolean isRegistered() {
        return registered;
    }

    long workerId() {
        return workerId;
    }

    int peerPort() {
        return peerPort;
    }

    /** Returns what has been reported, or that nothing has. */
    Report report() {
        return report.report();
    }
}
