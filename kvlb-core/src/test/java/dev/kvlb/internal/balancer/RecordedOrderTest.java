package dev.kvlb.internal.balancer;

import static dev.kvlb.internal.link.TestMessages.SHUTDOWN;
import static dev.kvlb.internal.link.TestMessages.error;
import static dev.kvlb.internal.link.TestMessages.get;
import static dev.kvlb.internal.link.TestMessages.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.BalancerSnapshot.Phase;
import dev.kvlb.internal.link.RecordedState;
import dev.kvlb.internal.link.Remote;
import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.MemberRole;
import dev.kvlb.protocol.Message;
import java.time.Duration;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

/** An operator is told that an order is carried out once the balancer can't forget it. */
class RecordedOrderTest {
    private final Message done = new Message.OrderResponse(ErrorCode.NONE, "");
    private final RecordingStateStore store = new RecordingStateStore();
    private final BalancerFixture balancer = BalancerFixture.linearizable(settings -> settings.store = store);
    private final FakeWorker lost = balancer.kvlbWorker(1);
    private final Remote operator = balancer.greetedClient();

    RecordedOrderTest() {
        store.succeedsAlways(balancer);
        lost.vanishes();
    }

    /** The second epoch, in which all data of the first is given up. */
    private static RecordedState begunEmptyWith(long... ids) {
        return new RecordedState(
                BalancerSettings.CLUSTER,
                2,
                2,
                LongStream.of(ids)
                        .mapToObj(id -> new RecordedState.Member(id, FakeWorker.INCARNATION + id))
                        .toList());
    }

    @Test
    void toBeginEmptyIsAnsweredOnceItIsRecorded() {
        operator.sends(new Message.Reset());
        assertThat(store.writing()).isEqualTo(begunEmptyWith());
        assertThat(operator.received()).isEmpty();
        assertThat(balancer.phase()).isEqualTo(Phase.EMPTY);

        store.succeeds(balancer);

        assertThat(operator.received()).containsExactly(done);
    }

    @Test
    void toBeginEmptyWithOneThatWaitsIsAnsweredOnceThatIsRecorded() {
        FakeWorker waiting = balancer.kvlbWorker(2);
        operator.sends(new Message.Reset());
        assertThat(store.writing()).isEqualTo(begunEmptyWith(2));
        assertThat(operator.received()).isEmpty();

        store.succeeds(balancer);

        assertThat(operator.received()).containsExactly(done);
        assertThat(waiting.join().role()).isEqualTo(MemberRole.READY);
    }

    @Test
    void toGoOnWithAWorkerIsAnsweredOnceItIsRecorded() {
        balancer.returningWorker(
                3,
                EarlierRun.of(1, 1).ready(3).ofCluster(BalancerSettings.CLUSTER).upTo(0));
        operator.sends(new Message.Recover(3));
        assertThat(operator.received()).isEmpty();

        store.succeeds(balancer);

        assertThat(operator.received()).containsExactly(done);
        assertThat(balancer.ring()).containsExactly(3L);
    }

    @Test
    void waitsWhileItCannotBeRecordedAndWhatComesBehindItToo() {
        operator.sends(new Message.Reset(), get("k"));
        store.fails(balancer, "disk full");
        assertThat(operator.received()).isEmpty();

        balancer.advance(Duration.ofSeconds(1));
        store.succeeds(balancer);

        assertThat(operator.received()).hasSize(2).startsWith(done);
    }

    @Test
    void whoseClientHasGoneIsAnsweredToNobody() {
        operator.sends(new Message.Reset());
        operator.vanishes();
        Remote other = balancer.client();
        balancer.kvlbWorker(2);
        other.sends(put("k", "v"));

        store.succeedsAlways(balancer);

        assertThat(other.received()).noneMatch(done::equals);
    }

    @Test
    void isUnknownWhereTheBalancerEndsFirst() {
        operator.sends(new Message.Reset());
        balancer.drain();
        assertThat(operator.received()).isEmpty();

        balancer.advance(Duration.ofMinutes(1));

        assertThat(operator.received()).containsExactly(error(ErrorCode.NETWORK_ERROR, "the balancer ends"), SHUTDOWN);
        assertThat(balancer.isEnded()).isTrue();
    }
}
