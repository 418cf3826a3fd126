package dev.kvlb.internal.balancer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.BalancerSnapshot.Phase;
import dev.kvlb.protocol.Message;
import java.time.Duration;
import org.junit.jupiter.api.Test;

/** A record that is older than what a worker of its cluster has obeyed since: the reports count. */
class OutdatedRecordTest {
    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final EarlierRun RUN = EarlierRun.of(3, 7).ready(1, 2);

    private final BalancerFixture balancer =
            BalancerFixture.linearizable(settings -> settings.recorded = EarlierRun.record(3, 1, 2));
    private final EarlierRun later = EarlierRun.of(5, 2).ready(3);

    @Test
    void countsForNothingOnceAWorkerHasObeyedALaterBalancer() {
        FakeWorker first = balancer.returningWorker(1, RUN);

        FakeWorker third = balancer.returningWorker(3, later);
        balancer.returningWorker(2, RUN);

        assertThat(third.query()).isEqualTo(new Message.UnsettledQuery(EarlierRun.CLUSTER, 6));
        assertThat(first.query()).isNull();
    }

    @Test
    void staysOneThoughThatWorkerLeaves() {
        balancer.returningWorker(3, later).vanishes();
        FakeWorker first = balancer.returningWorker(1, RUN);
        FakeWorker second = balancer.returningWorker(2, RUN);

        balancer.advance(GRACE.multipliedBy(2));

        assertThat(first.query()).isNull();
        assertThat(second.query()).isNull();
        assertThat(balancer.reason()).startsWith("waits for worker 3 of view 5.2");
    }

    @Test
    void isNotShownByAWorkerOfAnotherCluster() {
        balancer.returningWorker(3, later.ofCluster(99));
        FakeWorker first = balancer.returningWorker(1, RUN);
        balancer.returningWorker(2, RUN);

        assertThat(first.query()).isEqualTo(new Message.UnsettledQuery(EarlierRun.CLUSTER, 4));
    }

    @Test
    void isFollowedByTheTimeOfListening() {
        BalancerFixture listening = BalancerFixture.linearizable(settings -> {
            settings.recorded = EarlierRun.record(3, 1, 2);
            settings.openingGrace = Duration.ofSeconds(1);
        });

        FakeWorker third = listening.returningWorker(3, later);
        assertThat(listening.phase()).isEqualTo(Phase.OPENING);
        assertThat(third.query()).isNull();

        listening.advance(Duration.ofSeconds(1));
        assertThat(third.query()).isNotNull();
    }
}
