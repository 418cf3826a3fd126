package dev.kvlb.internal.balancer;

import dev.kvlb.Consistency;
import dev.kvlb.TotalLoss;
import dev.kvlb.spi.ReplyQueue;
import dev.kvlb.spi.RequestQueue;
import dev.kvlb.spi.WorkerRing;
import java.util.function.Supplier;

/**
 * Everything that a balancer is told before it starts.
 *
 * @param requestQueue where requests wait for a worker
 * @param replyQueues makes the queue of replies of each client
 * @param ring the workers that serve
 * @param requestTimeoutNanos after which a client is told that its request was not done, or that it can't be known
 * @param workerTimeoutNanos after which a worker that leaves a request or a heartbeat unanswered is removed
 * @param joinTimeoutNanos within which a new worker must have imported the data
 * @param slowClientTimeoutNanos after which a client that does not read its replies is disconnected
 * @param drainTimeoutNanos after which an orderly end waits for no answer any more
 * @param workerWindow requests that one worker may have under way
 * @param workersMax members that the cluster may have, learners included
 * @param keyBytesMax the longest key that is accepted
 * @param valueBytesMax the longest value that is accepted
 * @param unsentBytesMax replies that one client may leave unread before its requests are not read any more
 * @param bufferedBytesMax requests and replies of all clients together, before no request is read any more
 * @param openingGraceNanos for which a balancer without a record listens for workers of an earlier run
 * @param recoveryGraceNanos for which a balancer with a record waits for all workers in it
 * @param onTotalLoss what to do when the last worker that holds all data is lost
 * @param incarnation the identity of this run
 * @param seed of the chance in the identity of a cluster that is founded
 * @param consistency what is promised
 */
public record BalancerConfig(
        RequestQueue requestQueue,
        Supplier<ReplyQueue> replyQueues,
        WorkerRing ring,
        long requestTimeoutNanos,
        long workerTimeoutNanos,
        long joinTimeoutNanos,
        long slowClientTimeoutNanos,
        long drainTimeoutNanos,
        int workerWindow,
        int workersMax,
        int keyBytesMax,
        int valueBytesMax,
        int unsentBytesMax,
        long bufferedBytesMax,
        long openingGraceNanos,
        long recoveryGraceNanos,
        TotalLoss onTotalLoss,
        long incarnation,
        long seed,
        Consistency consistency) {}
