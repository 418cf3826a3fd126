package dev.kvlb.internal.balancer;

import static dev.kvlb.internal.link.TestMessages.SHUTDOWN;
import static dev.kvlb.internal.link.TestMessages.done;
import static dev.kvlb.internal.link.TestMessages.error;
import static dev.kvlb.internal.link.TestMessages.found;
import static dev.kvlb.internal.link.TestMessages.get;
import static dev.kvlb.internal.link.TestMessages.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.internal.link.Remote;
import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.Message;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** The orderly end of a balancer. */
class DrainTest {
    private final BalancerFixture balancer = new BalancerFixture();
    private final FakeWorker worker = balancer.readyKvlbWorker(1);
    private final FakeWorker base = balancer.baseWorker(2);
    private final Remote client = balancer.client();

    @Test
    void everybodyIsToldShutdown() {
        FakeWorker stranger = balancer.stranger(3, FakeWorker.BASE);
        worker.received();
        base.received();

        balancer.drain();

        assertThat(client.received()).containsExactly(SHUTDOWN);
        assertThat(worker.received()).containsExactly(SHUTDOWN);
        assertThat(base.received()).containsExactly(SHUTDOWN);
        assertThat(stranger.received()).containsExactly(SHUTDOWN);
        assertThat(balancer.isEnded()).isTrue();
        assertThat(balancer.nextDeadlineNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void requestsUnderWayAreAnsweredFirst() {
        worker.received();
        client.sends(put("a", "1"), get("b"));

        balancer.drain();
        assertThat(client.received()).isEmpty();
        assertThat(worker.received()).isEmpty();
        assertThat(balancer.isEnded()).isFalse();

        worker.servesAll();
        base.servesAll();
        assertThat(client.received()).containsExactly(done("a"), found("b", "value of b"), SHUTDOWN);
        assertThat(worker.received()).containsExactly(SHUTDOWN);
        assertThat(balancer.isEnded()).isTrue();
    }

    @Test
    void writesAreSettledFirst() {
        worker.received();
        client.sends(put("a", "1"));
        Message write = worker.onlyRequest();
        worker.stores(write);

        balancer.drain();
        assertThat(client.received()).containsExactly(done("a"), SHUTDOWN);
        assertThat(worker.received()).isEmpty();

        worker.settles(write);
        assertThat(worker.received()).containsExactly(SHUTDOWN);
        balancer.assertAtRest();
    }

    @Test
    void noRequestIsAdmittedAnyMore() {
        client.sends(get("a"));
        balancer.drain();

        client.sends(get("b"));
        worker.servesAll();
        base.servesAll();

        assertThat(client.received()).containsExactly(found("a", "value of a"), SHUTDOWN);
    }

    @Test
    void aClientThatComesNowIsToldShutdownAtOnce() {
        client.sends(get("a"));
        balancer.drain();

        Remote late = balancer.client();
        late.sends(get("b"));

        assertThat(late.received()).containsExactly(SHUTDOWN);
        assertThat(late.isDisconnected()).isTrue();
    }

    @Test
    void aWorkerThatComesAfterTheOthersHaveGoneIsToldShutdownAtOnce() {
        balancer.drain();

        FakeWorker late = balancer.stranger(3, FakeWorker.BASE);
        late.registers();

        assertThat(late.received()).containsExactly(SHUTDOWN);
        assertThat(balancer.members()).isEmpty();
        assertThat(balancer.isEnded()).isTrue();
    }

    @Test
    void afterTheRequestTimeoutItIsOverWhateverIsUnderWay() {
        BalancerFixture patient = new BalancerFixture(settings -> settings.workerTimeout = Duration.ofSeconds(100));
        FakeWorker stuck = patient.readyKvlbWorker(1);
        Remote waiting = patient.client();
        waiting.sends(put("a", "1"));
        stuck.received();
        patient.advance(Duration.ofSeconds(1));

        patient.drain();
        patient.advance(Duration.ofSeconds(2));
        assertThat(waiting.received())
                .containsExactly(
                        error(
                                ErrorCode.NETWORK_ERROR,
                                "outcome unknown: no answer from a worker within 3000 ms; read before you retry"),
                        SHUTDOWN);
        assertThat(patient.isEnded()).isFalse();

        patient.advance(Duration.ofSeconds(1));
        assertThat(stuck.received()).containsExactly(SHUTDOWN);
        assertThat(patient.isEnded()).isTrue();
        patient.assertAtRest();
    }

    @Test
    void afterTheDrainTimeoutWhatIsUnderWayIsGivenUp() {
        BalancerFixture hurried = new BalancerFixture(settings -> {
            settings.drainTimeout = Duration.ofMillis(200);
            settings.window = 1;
        });
        FakeWorker stuck = hurried.readyKvlbWorker(1);
        Remote waiting = hurried.client();
        waiting.sends(put("a", "1"), put("b", "2"));
        stuck.received();

        hurried.drain();
        hurried.advance(Duration.ofMillis(199));
        assertThat(waiting.received()).isEmpty();
        hurried.advance(Duration.ofMillis(1));

        assertThat(waiting.received())
                .containsExactly(
                        error(ErrorCode.NETWORK_ERROR, "outcome unknown: the balancer ends; read before you retry"),
                        error(ErrorCode.SERVER_BUSY, "not done: the balancer ends; try again later"),
                        SHUTDOWN);
        assertThat(stuck.received()).containsExactly(SHUTDOWN);
        assertThat(hurried.isEnded()).isTrue();
        hurried.assertAtRest();
    }

    @Test
    void itIsNotOverBeforeEveryConnectionIs() {
        worker.stopsReading();

        balancer.drain();
        assertThat(balancer.isEnded()).isFalse();

        worker.vanishes();
        assertThat(balancer.isEnded()).isTrue();
    }
}
