package dev.kvlb.internal.worker;

import static dev.kvlb.internal.worker.WorkerSettings.HELLO;
import static dev.kvlb.internal.worker.WorkerSettings.WORKER_READY;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.protocol.Message;
import org.junit.jupiter.api.Test;

/** A worker that is not ready: it leaves the ring and stays in the cluster. */
class NotReadyTest {
    private static final Message NOT_READY = new Message.WorkerNotReady(WorkerSettings.ID);

    private final WorkerFixture worker = new WorkerFixture();

    @Test
    void isToldTheBalancer() {
        worker.becomeReady();

        worker.notReady();

        assertThat(worker.balancer.received()).containsExactly(NOT_READY);
    }

    @Test
    void isTakenBackByReady() {
        worker.becomeReady();
        worker.notReady();
        worker.balancer.received();

        worker.ready();

        assertThat(worker.balancer.received()).containsExactly(WORKER_READY);
    }

    @Test
    void isToldABalancerThatComesLater() {
        worker.notReady();

        worker.acceptAtBalancer();

        assertThat(worker.balancer.received()).containsExactly(HELLO, WORKER_READY, NOT_READY);
    }

    @Test
    void isForgottenOnceItIsReadyAgain() {
        worker.notReady();
        worker.ready();

        worker.acceptAtBalancer();

        assertThat(worker.balancer.received()).containsExactly(HELLO, WORKER_READY);
    }

    @Test
    void wasNeverSaidSoReadySaysNothing() {
        worker.becomeReady();

        worker.ready();

        assertThat(worker.balancer.received()).isEmpty();
    }
}
