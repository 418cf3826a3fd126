package dev.kvlb.internal.balancer;

import dev.kvlb.BalancerSnapshot.Phase;
import dev.kvlb.TotalLoss;
import dev.kvlb.internal.link.Core;
import dev.kvlb.internal.link.RecordedState;
import dev.kvlb.internal.link.View;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The beginning of a run: whether workers of an earlier one are there, for which of them to wait, and what they hold that
 * was in flight.
 *
 * <p>With a record the workers in it are waited for: each holds all that was acknowledged, so that after a grace one is
 * enough. Without, the highest view that anybody reports tells who was in the cluster last: a worker that was in a later
 * one would know it, and no view follows another without one of its members knowing; so every member of it is waited for,
 * learners too. Where nobody reports a view, within a grace, there is no cluster yet, and one is founded.
 *
 * <p>Then these workers are asked what they hold above what they know to be settled; what not all of them hold is driven
 * again with its version.
 */
final class Recovery {
    /** What comes of it. */
    interface Outcome {
        /** There is no data: the next worker begins. */
        void onNothingToRecover(long cluster, long epoch, long dataEpoch);

        /** From here on the state to record is this one; {@link Recovery#onRecorded} follows. */
        void record(RecordedState state);

        /** These workers hold all data; what is recorded of this run, and what is to be driven to its end, come with them. */
        void onRecovered(RecordedState begun, List<WorkerSession> ready, List<UnsettledWrites.Row> rows);
    }

    private final BalancerConfig config;
    private final BalancerRules rules;
    private final Lobby lobby;
    private final Availability availability;
    private final Outcome outcome;
    private final boolean outlivesItsWorkers;
    private final long random;
    private final UnsettledWrites unsettled = new UnsettledWrites();
    private final long startedNanos;
    private final @Nullable RecordedState recorded;
    private @Nullable RecordedState recording;
    private Report last = Report.NONE;
    private final Set<Long> clusters = new LinkedHashSet<>();
    private boolean outdated;
    private boolean foundNothing;
    private List<WorkerSession> chosen = List.of();
    private boolean over;

    Recovery(
            BalancerConfig config,
            BalancerRules rules,
            Lobby lobby,
            Availability availability,
            @Nullable RecordedState recorded,
            boolean outlivesItsWorkers,
            long random,
            Outcome outcome,
            long nowNanos) {
        this.config = config;
        this.rules = rules;
        this.lobby = lobby;
        this.availability = availability;
        this.recorded = recorded;
        this.outlivesItsWorkers = outlivesItsWorkers;
        this.random = random;
        this.outcome = outcome;
        this.startedNanos = nowNanos;
    }

    boolean isOver() {
        return over;
    }

    /** Returns whether an earlier run has recorded anything. */
    boolean isRecorded() {
        return recorded != null;
    }

    /** Returns the greatest epoch that is recorded, by an earlier run or by this one; 0 where none is. */
    long epochKnown() {
        RecordedState record = recorded;
        RecordedState begun = recording;
        return Math.max(record == null ? 0 : record.epoch(), begun == null ? 0 : begun.epoch());
    }

    /** Returns whether there may have been runs of which this one does not know: it has no record, and not heard everybody. */
    boolean mayHaveMissedRuns() {
        return !over && (recorded == null || outdated);
    }

    /** An operator has decided: nobody is waited for any more. */
    void end() {
        over = true;
        foundNothing = false;
    }

    /**
     * Begins again where nobody had reported anything, and nobody has joined since: a worker has come that holds data, only
     * too late.
     *
     * @return whether it does
     */
    boolean reopen() {
        boolean reopens = over && foundNothing;
        over = over && !reopens;
        foundNothing = foundNothing && !reopens;
        return reopens;
    }

    /** Time has gone on, or a worker has come or gone: looks whether it can go on. */
    void look(long nowNanos) {
        if (over) {
            return;
        }
        chosen = List.of();
        lobby.waiting().forEach(worker -> remember(worker.report()));
        RecordedState known = recorded;
        boolean graceOver = nowNanos - startedNanos >= config.recoveryGraceNanos();
        if (known != null && !outdated) {
            lookForRecorded(known, graceOver);
        } else if (nowNanos - startedNanos < config.openingGraceNanos()) {
            availability.become(
                    Phase.OPENING,
                    "the balancer listens for workers of an earlier run for " + config.openingGraceNanos() / 1_000_000
                            + " ms");
        } else {
            lookForView(graceOver);
        }
    }

    /** Keeps the highest view that anybody has reported, and whether the record is older than what somebody obeyed. */
    private void remember(Report report) {
        View view = report.view();
        if (!view.isNone()) {
            clusters.add(report.cluster());
        }
        if (view.isAfter(last.view().epoch(), last.view().number())) {
            last = report;
        }
        RecordedState record = recorded;
        if (record != null && report.cluster() == record.cluster() && report.epoch() > epochKnown()) {
            outdated = true;
        }
    }

    private void lookForRecorded(RecordedState record, boolean graceOver) {
        if (record.ready().isEmpty()) {
            nothingToRecover(record.cluster(), record.epoch());
            return;
        }
        List<WorkerSession> present = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (RecordedState.Member member : record.ready()) {
            WorkerSession session = lobby.waiting(member.incarnation());
            boolean holdsData = session != null && session.report().holdsDataSince(record.dataEpoch());
            if (session != null && holdsData && session.report().isComplete()) {
                present.add(session);
            } else if (session == null || holdsData) {
                missing.add(member.toString());
            }
        }
        waitFor(missing, "of the record");
        if (rules.isEnough(present.size(), missing.size(), graceOver)) {
            goOn(record.cluster(), record.epoch(), present);
        } else if (missing.isEmpty() || (graceOver && beginsEmpty())) {
            // Those who are there were never told that they are let in, so nothing was acknowledged.
            nothingToRecover(record.cluster(), record.epoch());
        }
    }

    private void lookForView(boolean graceOver) {
        View view = last.view();
        if (view.isNone()) {
            nothingToRecover(0, 0);
            return;
        }
        if (clusters.size() > 1 && !beginsEmpty()) {
            // Views of two clusters can't be compared, and one of the two may have been given up.
            availability.become(
                    Phase.RECOVERING,
                    "workers of " + clusters.size() + " clusters report, and only one can go on: kvlb recover --from ID"
                            + " names a worker of it, and those of the others must be restarted");
            return;
        }
        List<WorkerSession> present = new ArrayList<>();
        List<String> missing = new ArrayList<>();
        for (View.Member member : view.members()) {
            WorkerSession session = member.speaksExtensions() ? lobby.waiting(member.incarnation()) : null;
            boolean awaited = member.speaksExtensions() && (member.ready() || rules.waitsForLearners());
            if (session == null && awaited) {
                missing.add("worker " + member.workerId());
            } else if (session != null && member.ready() && session.report().isComplete()) {
                present.add(session);
            }
        }
        waitFor(missing, "of view " + view.epoch() + "." + view.number());
        if (rules.isEnough(present.size(), missing.size(), graceOver && !outlivesItsWorkers)) {
            goOn(last.cluster(), missing.isEmpty() ? view.epoch() : Epochs.withUnheard(view.epoch(), random), present);
        } else if (graceOver && beginsEmpty()) {
            nothingToRecover(last.cluster(), Epochs.withUnheard(view.epoch(), random));
        }
    }

    /** Returns whether a cluster that can't be recovered begins empty, rather than wait for somebody to decide. */
    private boolean beginsEmpty() {
        return !outlivesItsWorkers || config.onTotalLoss() == TotalLoss.RESET;
    }

    private void waitFor(List<String> missing, String where) {
        String orders = "kvlb reset starts empty, kvlb recover --from ID with what a worker holds";
        String reason;
        if (!missing.isEmpty()) {
            reason = "waits for " + String.join(", ", missing) + " " + where + "; if lost, " + orders;
        } else {
            reason = "asks the workers " + where + " what was in flight; if none of them holds all data, " + orders;
        }
        availability.become(Phase.RECOVERING, reason);
    }

    private void nothingToRecover(long cluster, long epoch) {
        over = true;
        foundNothing = recorded == null && cluster == 0;
        outcome.onNothingToRecover(
                cluster, rules.epochAfter(Math.max(epoch, greatestEpoch(cluster))), dataEpoch(cluster));
    }

    /** Returns in which epoch the data of this cluster began, as far as is recorded. */
    private long dataEpoch(long cluster) {
        RecordedState known = recorded;
        return known != null && known.cluster() == cluster ? known.dataEpoch() : 0;
    }

    /** Returns the greatest epoch that a worker of this cluster has obeyed, or whose numbers it has seen. */
    private long greatestEpoch(long cluster) {
        long greatest = 0;
        for (WorkerSession worker : lobby.waiting()) {
            Report report = worker.report();
            if (report.cluster() == cluster && report.holdsData()) {
                greatest = Math.max(greatest, report.epochSeen());
            }
        }
        return greatest;
    }

    private void goOn(long cluster, long epochBefore, List<WorkerSession> ready) {
        chosen = ready;
        RecordedState begun = recording;
        long greatest = Math.max(epochBefore, greatestEpoch(cluster));
        long epoch = begun != null && begun.cluster() == cluster && begun.epoch() >= greatest
                ? begun.epoch()
                : rules.epochAfter(greatest);
        RecordedState next = new RecordedState(
                cluster,
                epoch,
                dataEpoch(cluster),
                ready.stream()
                        .map(worker -> new RecordedState.Member(worker.workerId(), worker.incarnation()))
                        .toList());
        recording = next;
        outcome.record(next);
    }

    /** The new epoch, and who is waited for, are recorded: these are asked, and when all have answered, it is over. */
    void onRecorded() {
        RecordedState begun = recording;
        if (over || begun == null || chosen.isEmpty()) {
            return;
        }
        for (WorkerSession worker : chosen) {
            if (unsettled.ask(worker)) {
                worker.sendUnsettledQuery(begun.cluster(), begun.epoch());
            }
        }
        if (unsettled.haveAnswered(chosen)) {
            over = true;
            List<UnsettledWrites.Row> rows = rules.drivesUnsettled() ? unsettled.toDrive(chosen) : List.of();
            outcome.onRecovered(begun, chosen, rows);
        }
    }

    /** Returns the greatest version that a worker can hold which is asked: this run gives those behind it. */
    long versionMax() {
        RecordedState begun = recording;
        // Where somebody decided otherwise meanwhile, what was asked for is of no interest, and may be late.
        return begun == null || over ? Long.MAX_VALUE : Versions.first(begun.epoch());
    }

    void onUnsettled(WorkerSession worker, UnsettledWrites.Row row) {
        unsettled.add(worker, row);
    }

    void onUnsettledEnd(WorkerSession worker, long settled, long nowNanos) {
        unsettled.onEnd(worker, settled);
        look(nowNanos);
    }

    void onGone(WorkerSession worker, long nowNanos) {
        unsettled.onGone(worker);
        look(nowNanos);
    }

    /** Returns when to look again, whether or not anybody comes. */
    long nextDeadlineNanos(long nowNanos) {
        if (over) {
            return Core.NO_DEADLINE;
        }
        long next = Core.NO_DEADLINE;
        for (long grace : new long[] {config.openingGraceNanos(), config.recoveryGraceNanos()}) {
            if (startedNanos + grace > nowNanos) {
                next = Math.min(next, startedNanos + grace);
            }
        }
        return next;
    }
}
