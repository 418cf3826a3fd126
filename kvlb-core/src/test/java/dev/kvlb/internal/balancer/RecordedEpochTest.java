package dev.kvlb.internal.balancer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.BalancerSnapshot.Phase;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A restarted balancer that records: its epoch, and who holds all data, are durable before anybody is asked. */
class RecordedEpochTest {
    private static final Duration A_SECOND = Duration.ofSeconds(1);
    private static final String UNRECORDED = "the state can't be recorded: disk full; it is tried again each second";

    private final RecordingStateStore store = new RecordingStateStore();
    private final BalancerFixture balancer = BalancerFixture.linearizable(settings -> {
        settings.recorded = EarlierRun.record(3, 1, 2);
        settings.store = store;
    });
    private final EarlierRun run = EarlierRun.of(3, 7).ready(1, 2);
    private final FakeWorker first = balancer.returningWorker(1, run);

    @Test
    void nobodyIsAskedBeforeTheEpochIsRecorded() {
        FakeWorker second = balancer.returningWorker(2, run);
        assertThat(store.writing()).isEqualTo(EarlierRun.record(4, 1, 2));
        assertThat(first.query()).isNull();

        store.succeeds(balancer);

        assertThat(first.query()).isNotNull();
        assertThat(second.query()).isNotNull();
    }

    @Test
    void theFirstViewOfTheEpochNeedsNoMore() {
        FakeWorker second = balancer.returningWorker(2, run);
        store.succeeds(balancer);

        first.answersQuery(0);
        second.answersQuery(0);

        assertThat(store.writing()).isNull();
        assertThat(balancer.ring()).containsExactly(1L, 2L);
    }

    @Test
    void thoseThatItGoesOnWithoutAreRecordedNoMore() {
        balancer.advance(Duration.ofSeconds(5));

        assertThat(store.writing()).isEqualTo(EarlierRun.record(4, 1));
        store.succeeds(balancer);
        first.answersQuery(0);

        assertThat(balancer.ring()).containsExactly(1L);
    }

    @Test
    void oneThatComesWhileThatIsWrittenIsRecordedAgain() {
        balancer.advance(Duration.ofSeconds(5));
        FakeWorker second = balancer.returningWorker(2, run);
        store.succeeds(balancer);
        assertThat(store.writing()).isEqualTo(EarlierRun.record(4, 1, 2));
        assertThat(first.query()).isNull();

        store.succeeds(balancer);

        assertThat(first.query()).isNotNull();
        assertThat(second.query()).isNotNull();
    }

    @Test
    void whereTheEpochCannotBeRecordedNobodyIsAsked() {
        balancer.returningWorker(2, run);
        store.fails(balancer, "disk full");

        assertThat(first.query()).isNull();
        assertThat(balancer.phase()).isEqualTo(Phase.RECOVERING);
        assertThat(balancer.reason()).isEqualTo(UNRECORDED);

        balancer.advance(A_SECOND);
        store.succeeds(balancer);
        assertThat(first.query()).isNotNull();
    }

    @Test
    void oneThatIsLostWhileThatIsWrittenIsAskedWhenItIsBack() {
        FakeWorker second = balancer.returningWorker(2, run);
        first.vanishes();
        second.vanishes();
        store.succeedsAlways(balancer);
        assertThat(balancer.phase()).isEqualTo(Phase.RECOVERING);

        FakeWorker again = balancer.returningWorker(1, run);
        balancer.returningWorker(2, run);
        store.succeedsAlways(balancer);

        assertThat(again.query()).isNotNull();
        assertThat(again.query().epoch()).isEqualTo(4);
    }
}
