package dev.kvlb.testkit;

import dev.kvlb.BalancerSnapshot;
import dev.kvlb.BalancerSnapshot.WorkerState;
import dev.kvlb.WorkerSnapshot;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Whether a cluster is ready: by the word of its balancer, which may not have missed a worker yet, and of its workers. */
final class Readiness {
    private Readiness() {}

    static boolean isOf(List<TestWorker> expected, BalancerSnapshot balancer) {
        Set<Long> ids = expected.stream().map(TestWorker::id).collect(Collectors.toSet());
        Set<Long> inRing = balancer.workers().stream()
                .filter(WorkerState::inRing)
                .map(WorkerState::workerId)
                .collect(Collectors.toSet());
        return balancer.phase() == BalancerSnapshot.Phase.SERVING
                && inRing.equals(ids)
                && expected.stream().allMatch(worker -> isReady(worker.snapshot(), balancer));
    }

    /** A process that has just been started has not been told of the view that has it as ready. */
    private static boolean isReady(WorkerSnapshot worker, BalancerSnapshot balancer) {
        return worker.role() == WorkerSnapshot.Role.READY
                && worker.epoch() == balancer.epoch()
                && worker.view() == balancer.view();
    }
}
