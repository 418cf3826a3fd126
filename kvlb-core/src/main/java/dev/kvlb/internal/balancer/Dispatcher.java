package dev.kvlb.internal.balancer;

import dev.kvlb.spi.RequestQueue;
import dev.kvlb.spi.WorkerRing;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/**
 * Takes requests from the queue to the workers of the ring.
 *
 * <p>A request whose worker was lost is driven again before any that waits; a write keeps its version, so that a worker
 * that has it already does nothing.
 */
final class Dispatcher {
    private final RequestQueue queue;
    private final WorkerRing ring;
    private final RequestTable table;
    private final Answers answers;
    private final Replication replication;
    private final Availability availability;
    private final Members members;
    private final BalancerRules rules;
    private final ArrayDeque<Request> again = new ArrayDeque<>();
    private long nowNanos;

    Dispatcher(
            BalancerConfig config,
            BalancerRules rules,
            RequestTable table,
            Answers answers,
            Replication replication,
            Availability availability,
            Members members) {
        this.rules = rules;
        this.availability = availability;
        this.members = members;
        this.queue = config.requestQueue();
        this.ring = config.ring();
        this.table = table;
        this.answers = answers;
        this.replication = replication;
    }

    /** Returns whether the queue has room for one more request. */
    boolean hasRoom() {
        return queue.size() < queue.capacity();
    }

    /** Takes on a valid request; returns false where it can't go in the queue yet: the caller offers it again later. */
    boolean admit(Request request) {
        request.waiting = true;
        answers.await(request);
        return offer(request);
    }

    /**
     * Puts an admitted request in the queue, or answers it where no worker is ready; false where the queue is full, or the
     * request has to wait for one before it on its connection.
     */
    boolean offer(Request request) {
        String refusal = refusal();
        if (refusal != null) {
            refuse(request, refusal);
            return true;
        }
        if (mustWait(request) || !queue.offer(request)) {
            return false;
        }
        pump();
        return true;
    }

    /** Hands out requests while there are any and a worker has room. */
    void pump() {
        String nobody = refusal();
        if (nobody != null) {
            refuseAll(nobody);
        }
        if (ring.size() == 0) {
            return;
        }
        for (Request request = peekWanted(); request != null; request = peekWanted()) {
            WorkerSession worker = workerFor(request);
            if (worker == null) {
                return;
            }
            take();
            request.waiting = false;
            String refusal = refusalOf(request);
            if (refusal != null) {
                answers.answerBusy(request, refusal);
                table.releaseIfEnded(request);
                continue;
            }
            if (request.isWrite()) {
                replication.stamp(request);
            }
            worker.send(request, !request.isWrite() || replication.awaitsStored(), nowNanos);
        }
    }

    /** Returns whether requests are refused as they come. */
    boolean isRefusing() {
        return refusal() != null;
    }

    /** Returns why no request is taken, or null where they are. */
    private @Nullable String refusal() {
        String refusal = availability.refusal();
        return refusal == null && ring.size() == 0 ? Availability.NO_WORKERS : refusal;
    }

    /** Returns why this request is not begun, or null where it is: no worker has had it with a version. */
    private @Nullable String refusalOf(Request request) {
        if (request.isStamped()) {
            return null;
        }
        if (answers.isTooLateToBegin(request)) {
            return answers.tooLate();
        }
        if (!request.isWrite()) {
            return null;
        }
        if (request.isDelete()) {
            return availability.refusalOfDeletes();
        }
        String full = availability.refusalOfMore();
        return rules.mayStamp(full != null) ? null : full;
    }

    /** Returns the worker that the request goes to, or null where it has to wait. */
    private @Nullable WorkerSession workerFor(Request request) {
        WorkerSession coordinator = coordinatorOf(request);
        if (coordinator != null) {
            return coordinator.hasRoom() ? coordinator : null;
        }
        return (WorkerSession) ring.next();
    }

    private boolean mustWait(Request request) {
        KeyOrder order = request.order;
        return order != null && rules.keepsOrder() && order.mustWait(request);
    }

    /** Returns the one worker that must get the request, or null where any may. */
    private @Nullable WorkerSession coordinatorOf(Request request) {
        KeyOrder order = request.order;
        WorkerSession before = order == null || !rules.keepsOrder() ? null : order.workerBefore(request);
        return before == null ? replication.coordinatorFor(request) : before;
    }

    /** Returns the first request that still wants a worker, and leaves it where it is; drops those before it. */
    private @Nullable Request peekWanted() {
        for (Request first = peek(); first != null; first = peek()) {
            boolean wanted = first.isStamped() || (!first.isComplete() && (first.isWrite() || first.client != null));
            if (wanted) {
                return first;
            }
            take();
            first.waiting = false;
            table.releaseIfEnded(first);
        }
        return null;
    }

    private @Nullable Request peek() {
        Request lost = again.peek();
        return lost != null ? lost : (Request) queue.peek();
    }

    private @Nullable Request take() {
        Request lost = again.poll();
        return lost != null ? lost : (Request) queue.poll();
    }

    /**
     * The worker that had this request is lost: another one gets it, unless nobody needs it any more. It goes before those
     * that wait: of these none was handed out before it on the same key.
     */
    void driveAgain(Request request) {
        request.worker = null;
        RequestList.remove(request.byWorker);
        if (request.isStamped() && !rules.drivesToItsEnd(true)) {
            answers.answerLost(request, "the worker that had it is lost");
            table.releaseIfEnded(request);
            return;
        }
        request.waiting = true;
        again.addFirst(request);
    }

    /** Takes on a write of an earlier run, which has its version; behind those that came before it. */
    void drive(Request write) {
        write.waiting = true;
        again.addLast(write);
    }

    /**
     * No worker takes requests. A write that one had may be held by a member that rests or learns, or reach it late from
     * the worker that coordinated it: it stays, and is driven to its end once there is one in the ring again.
     */
    private void refuseAll(String why) {
        for (int left = again.size(); left > 0; left--) {
            Request lost = again.remove();
            boolean kept = !members.isEmpty() || replication.outlivesItsWorkers();
            if (rules.drivesToItsEnd(lost.isStamped()) && kept) {
                again.add(lost);
            } else {
                refuse(lost, why);
            }
        }
        while (queue.poll() instanceof Request request) {
            refuse(request, why);
        }
    }

    /** There is no worker: a request that no worker ever had was not done; of any other nobody can know. */
    private void refuse(Request request, String why) {
        request.waiting = false;
        if (request.isStamped()) {
            answers.answerLost(request, "the worker that had it is lost and no other is ready");
        } else {
            answers.answerBusy(request, why);
        }
        table.releaseIfEnded(request);
    }

    void onTime(long nowNanos) {
        this.nowNanos = nowNanos;
    }

    /** Returns how many requests wait for a worker. */
    int queued() {
        return queue.size() + again.size();
    }
}
