package dev.kvlb;

import dev.kvlb.protocol.ErrorCode;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.LongSupplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Logs what happens in a worker, completes what waits for it to be ready, and passes it on to the application.
 *
 * <p>While there is no balancer a worker tries to connect several times a second, and may do so for days: that is passed
 * on each time, and logged now and then.
 */
final class WorkerEvents implements WorkerListener {
    private final long workerId;
    private final CompletableFuture<Void> ready;
    private final WorkerListener next;
    private final LongSupplier nanos;
    private final Logger log;
    private final Repetitions connections = new Repetitions();
    private final Repetitions failures = new Repetitions();

    WorkerEvents(long workerId, CompletableFuture<Void> ready, WorkerListener next) {
        this(workerId, ready, next, System::nanoTime, LoggerFactory.getLogger(Worker.class));
    }

    WorkerEvents(long workerId, CompletableFuture<Void> ready, WorkerListener next, LongSupplier nanos, Logger log) {
        this.workerId = workerId;
        this.ready = ready;
        this.next = next;
        this.nanos = nanos;
        this.log = log;
    }

    @Override
    public void onConnected(String balancer) {
        if (connections.isDue(nanos.getAsLong())) {
            log.info("worker {} registers with {}", workerId, balancer);
        }
        pass(listener -> listener.onConnected(balancer));
    }

    /** A balancer has answered. */
    private void onHeard() {
        connections.end();
        failures.end();
    }

    @Override
    public void onWaiting(String balancer) {
        onHeard();
        log.info("worker {} waits to be let in by {}; kvlb status says what for", workerId, balancer);
        pass(listener -> listener.onWaiting(balancer));
    }

    @Override
    public void onImportStarted() {
        onHeard();
        log.info("worker {} imports the data of the cluster", workerId);
        pass(WorkerListener::onImportStarted);
    }

    @Override
    public void onImported(long entries) {
        log.info("worker {} has imported {} entries", workerId, entries);
        pass(listener -> listener.onImported(entries));
    }

    @Override
    public void onReady() {
        onHeard();
        log.info("worker {} is ready", workerId);
        ready.complete(null);
        pass(WorkerListener::onReady);
    }

    @Override
    public void onDisconnected(String balancer, String reason) {
        if (failures.isDue(nanos.getAsLong())) {
            log.info("worker {} is not connected to {}: {}", workerId, balancer, reason);
        }
        pass(listener -> listener.onDisconnected(balancer, reason));
    }

    @Override
    public void onRefused(String reason) {
        log.error("worker {} is refused: {}", workerId, reason);
        ready.completeExceptionally(new RefusedException(ErrorCode.PROTOCOL_ERROR, reason, null));
        pass(listener -> listener.onRefused(reason));
    }

    @Override
    public void onPeerMisbehaved(String host, String reason) {
        log.warn("worker {}: {}: {}", workerId, host, reason);
        pass(listener -> listener.onPeerMisbehaved(host, reason));
    }

    /** An application's fault in its listener is not to end the worker. */
    private void pass(Consumer<WorkerListener> event) {
        try {
            event.accept(next);
        } catch (RuntimeException e) {
            log.error("the listener {} failed", next, e);
        }
    }
}
