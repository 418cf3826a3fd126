package dev.kvlb;

import dev.kvlb.protocol.ErrorCode;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs what happens in a worker, completes what waits for it to be ready, and passes it on to the application. */
final class WorkerEvents implements WorkerListener {
    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

    private final long workerId;
    private final CompletableFuture<Void> ready;
    private final WorkerListener next;

    WorkerEvents(long workerId, CompletableFuture<Void> ready, WorkerListener next) {
        this.workerId = workerId;
        this.ready = ready;
        this.next = next;
    }

    @Override
    public void onConnected(String balancer) {
        LOG.info("worker {} registers with {}", workerId, balancer);
        pass(listener -> listener.onConnected(balancer));
    }

    @Override
    public void onWaiting(String balancer) {
        LOG.info("worker {} waits to be let in by {}; kvlb status says what for", workerId, balancer);
        pass(listener -> listener.onWaiting(balancer));
    }

    @Override
    public void onImportStarted() {
        LOG.info("worker {} imports the data of the cluster", workerId);
        pass(WorkerListener::onImportStarted);
    }

    @Override
    public void onImported(long entries) {
        LOG.info("worker {} has imported {} entries", workerId, entries);
        pass(listener -> listener.onImported(entries));
    }

    @Override
    public void onReady() {
        LOG.info("worker {} is ready", workerId);
        ready.complete(null);
        pass(WorkerListener::onReady);
    }

    @Override
    public void onDisconnected(String balancer, String reason) {
        LOG.info("worker {} is not connected to {}: {}", workerId, balancer, reason);
        pass(listener -> listener.onDisconnected(balancer, reason));
    }

    @Override
    public void onRefused(String reason) {
        LOG.error("worker {} is refused: {}", workerId, reason);
        ready.completeExceptionally(new RefusedException(ErrorCode.PROTOCOL_ERROR, reason, null));
        pass(listener -> listener.onRefused(reason));
    }

    @Override
    public void onPeerMisbehaved(String host, String reason) {
        LOG.warn("worker {}: {}: {}", workerId, host, reason);
        pass(listener -> listener.onPeerMisbehaved(host, reason));
    }

    /** An application's fault in its listener is not to end the worker. */
    private void pass(Consumer<WorkerListener> event) {
        try {
            event.accept(next);
        } catch (RuntimeException e) {
            LOG.error("the listener {} failed", next, e);
        }
    }
}
