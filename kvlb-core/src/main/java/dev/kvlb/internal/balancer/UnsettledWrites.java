package dev.kvlb.internal.balancer;

import dev.kvlb.internal.link.Entries;
import dev.kvlb.protocol.FieldName;
import dev.kvlb.protocol.Frame;
import dev.kvlb.protocol.MalformedFrameException;
import dev.kvlb.protocol.MessageType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;

/** What the workers of an earlier run hold that may not be settled, as they answer the question for it. */
final class UnsettledWrites {
    private final Map<WorkerSession, Answer> answers = new LinkedHashMap<>();

    /** A write or delete that may not be settled. */
    static final class Row {
        final long version;
        final boolean delete;

        /** Key, and value of a write, as they stand in a client's frame. */
        final byte[] payload;

        /**
         * Takes what a worker tells of one.
         *
         * @param versionMax the greatest that there can be
         * @throws MalformedFrameException if it is none that a client can have sent, or has a greater version
         */
        static Row of(Frame frame, long versionMax) throws MalformedFrameException {
            boolean delete = frame.type() == MessageType.UNSETTLED_TOMBSTONE;
            if (delete) {
                Entries.requireKey(frame);
            } else {
                Entries.require(frame);
            }
            Versions.requireAtMost(frame, FieldName.VERSION, versionMax);
            int from = frame.start(FieldName.KEY) - Short.BYTES;
            byte[] payload = Arrays.copyOfRange(frame.bytes(), from, frame.offset() + frame.length());
            return new Row(Entries.version(frame), delete, payload);
        }

        Row(long version, boolean delete, byte[] payload) {
            this.version = version;
            this.delete = delete;
            this.payload = payload;
        }
    }

    /** What one worker answers. */
    private static final class Answer {
        private final Map<Long, Row> rows = new TreeMap<>();
        private boolean complete;
        private long settled;
    }

    /** Returns whether this worker has not been asked; from now on it has. */
    boolean ask(WorkerSession worker) {
        return answers.putIfAbsent(worker, new Answer()) == null;
    }

    void add(WorkerSession worker, Row row) {
        Answer answer = answers.get(worker);
        if (answer != null) {
            answer.rows.put(row.version, row);
        }
    }

    /** That was all that this worker holds above the version that it knows to be settled. */
    void onEnd(WorkerSession worker, long settled) {
        Answer answer = answers.get(worker);
        if (answer != null) {
            answer.complete = true;
            answer.settled = settled;
        }
    }

    /** The worker is lost: when it is back it is asked again. */
    void onGone(WorkerSession worker) {
        answers.remove(worker);
    }

    boolean haveAnswered(Collection<WorkerSession> workers) {
        return workers.stream().allMatch(worker -> {
            Answer answer = answers.get(worker);
            return answer != null && answer.complete;
        });
    }

    /**
     * Returns what must be driven to its end, in the order of versions. What all of them hold is settled, and so is what
     * one of them knows to be.
     */
    List<Row> toDrive(Collection<WorkerSession> members) {
        long settled = 0;
        Map<Long, Row> rows = new TreeMap<>();
        for (WorkerSession member : members) {
            Answer answer = answerOf(member);
            settled = Math.max(settled, answer.settled);
            rows.putAll(answer.rows);
        }
        List<Row> left = new ArrayList<>();
        for (Row row : rows.values()) {
            boolean heldByAll =
                    members.stream().allMatch(member -> answerOf(member).rows.containsKey(row.version));
            if (row.version > settled && !heldByAll) {
                left.add(row);
            }
        }
        return left;
    }

    private Answer answerOf(WorkerSession member) {
        return Objects.requireNonNull(answers.get(member), "a member that was not asked");
    }
}
