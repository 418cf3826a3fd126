package dev.kvlb;

import java.util.function.Consumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Logs what happens in a load balancer, and passes it on to the application's listener. */
final class BalancerEvents implements LoadBalancerListener {
    private static final Logger LOG = LoggerFactory.getLogger(LoadBalancer.class);

    private final LoadBalancerListener next;

    BalancerEvents(LoadBalancerListener next) {
        this.next = next;
    }

    @Override
    public void onClientConnected(String host) {
        LOG.debug("client connected from {}", host);
        pass(listener -> listener.onClientConnected(host));
    }

    @Override
    public void onClientDisconnected(String host) {
        LOG.debug("client from {} disconnected", host);
        pass(listener -> listener.onClientDisconnected(host));
    }

    @Override
    public void onWorkerJoined(long workerId, String peerAddress) {
        LOG.info("worker {} joined from {}", workerId, peerAddress);
        pass(listener -> listener.onWorkerJoined(workerId, peerAddress));
    }

    @Override
    public void onWorkerReady(long workerId) {
        LOG.info("worker {} is ready", workerId);
        pass(listener -> listener.onWorkerReady(workerId));
    }

    @Override
    public void onWorkerNotReady(long workerId) {
        LOG.info("worker {} left the ring", workerId);
        pass(listener -> listener.onWorkerNotReady(workerId));
    }

    @Override
    public void onWorkerLeft(long workerId, String reason) {
        LOG.info("worker {} left: {}", workerId, reason);
        pass(listener -> listener.onWorkerLeft(workerId, reason));
    }

    @Override
    public void onWorkerReturned(long workerId) {
        LOG.info("worker {} is back in its place", workerId);
        pass(listener -> listener.onWorkerReturned(workerId));
    }

    @Override
    public void onSuspended(String reason) {
        LOG.error("requests are refused: {}", reason);
        pass(listener -> listener.onSuspended(reason));
    }

    @Override
    public void onResumed() {
        LOG.info("serving again");
        pass(LoadBalancerListener::onResumed);
    }

    @Override
    public void onWorkerRefused(String host, String reason) {
        LOG.warn("a worker from {} was refused: {}", host, reason);
        pass(listener -> listener.onWorkerRefused(host, reason));
    }

    @Override
    public void onPeerMisbehaved(String host, String reason) {
        LOG.warn("{}: {}", host, reason);
        pass(listener -> listener.onPeerMisbehaved(host, reason));
    }

    /** An application's fault in its listener is not to end the balancer. */
    private void pass(Consumer<LoadBalancerListener> event) {
        try {
            event.accept(next);
        } catch (RuntimeException e) {
            LOG.error("the listener {} failed", next, e);
        }
    }
}
