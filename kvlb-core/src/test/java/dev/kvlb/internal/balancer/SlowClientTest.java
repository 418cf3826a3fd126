package dev.kvlb.internal.balancer;

import static dev.kvlb.internal.link.TestMessages.get;
import static dev.kvlb.internal.link.TestMessages.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.internal.link.Remote;
import dev.kvlb.protocol.Message;
import java.time.Duration;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** A client that does not read its replies: it is held up, costs bounded memory, and has to go in the end. */
class SlowClientTest {
    private static final int VALUE_BYTES = 1_000;
    private static final int UNSENT_BYTES_MAX = 100_000;
    private static final int REPLIES = 50;

    private final BalancerFixture balancer = new BalancerFixture(settings -> {
        settings.unsentBytesMax = UNSENT_BYTES_MAX;
        settings.replies = REPLIES;
    });
    private final FakeWorker worker = balancer.baseWorker(1);
    private final Remote client = balancer.client();

    private static Message[] gets(int count) {
        return IntStream.range(0, count).mapToObj(i -> get("k" + i)).toArray(Message[]::new);
    }

    private void serveAllThatCome() {
        String value = "v".repeat(VALUE_BYTES);
        for (List<Message> due = worker.requests(); !due.isEmpty(); due = worker.requests()) {
            worker.finds(due.get(0), value);
        }
    }

    private void becomeSlow() {
        client.stopsReading();
        client.sends(gets(500));
        serveAllThatCome();
        assertThat(client.isHeldUp()).isTrue();
    }

    @Test
    void itIsReadNoMoreAndItsUnsentRepliesAreBounded() {
        becomeSlow();

        assertThat(client.link().unsentBytes()).isBetween(UNSENT_BYTES_MAX, UNSENT_BYTES_MAX + REPLIES * 1_100);
        assertThat(balancer.snapshot().unanswered()).isZero();
    }

    @Test
    void itGoesOnWhenItReadsAgain() {
        becomeSlow();
        balancer.advance(Duration.ofSeconds(9));

        client.readsOn();
        serveAllThatCome();

        assertThat(client.received()).hasSize(500);
        assertThat(client.isHeldUp()).isFalse();
        balancer.assertAtRest();
    }

    @Test
    void itIsDisconnectedWhenItDoesNotReadForTenSeconds() {
        becomeSlow();

        balancer.advance(Duration.ofMillis(9_999));
        assertThat(client.isDisconnected()).isFalse();
        balancer.advance(Duration.ofMillis(1));

        assertThat(client.isDisconnected()).isTrue();
        assertThat(balancer.events())
                .endsWith("127.0.0.1 misbehaved: did not read its replies for 10000 ms: disconnected");
    }

    @Test
    void itLeavesNothingBehind() {
        becomeSlow();
        balancer.advance(Duration.ofSeconds(10));
        assertThat(balancer.events())
                .filteredOn(event -> event.contains("misbehaved"))
                .hasSize(1);

        client.vanishes();

        balancer.assertAtRest();
        assertThat(balancer.snapshot().clients()).isZero();
        assertThat(balancer.nextDeadlineNanos()).isEqualTo(Long.MAX_VALUE);
    }

    @Test
    void itLeavesNothingBehindOfRequestsThatAreAnsweredLater() {
        BalancerFixture patient = new BalancerFixture(settings -> {
            settings.unsentBytesMax = UNSENT_BYTES_MAX;
            settings.requestTimeout = Duration.ofSeconds(60);
            settings.workerTimeout = Duration.ofSeconds(60);
        });
        FakeWorker slowWorker = patient.baseWorker(1);
        Remote slow = patient.client();
        slow.stopsReading();
        slow.sends(get("a"), get("b"), put("c", "1"));
        slowWorker.finds(slowWorker.requests().get(0), "v".repeat(60_000));
        slowWorker.finds(slowWorker.requests().get(0), "v".repeat(60_000));
        patient.advance(Duration.ofSeconds(10));
        assertThat(slow.isDisconnected()).isTrue();

        slowWorker.servesAll();
        slow.vanishes();

        patient.assertAtRest();
    }

    @Test
    void itStaysWhenItHasReadSomethingInTime() {
        becomeSlow();
        balancer.advance(Duration.ofSeconds(9));

        client.reads(UNSENT_BYTES_MAX / 2);
        balancer.advance(Duration.ofSeconds(60));

        assertThat(client.isDisconnected()).isFalse();
    }

    @Test
    void othersAreServedMeanwhile() {
        becomeSlow();
        Remote other = balancer.client();

        other.sends(gets(500));
        serveAllThatCome();

        assertThat(other.received()).hasSize(500);
    }
}
