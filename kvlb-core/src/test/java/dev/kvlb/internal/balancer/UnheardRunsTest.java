package dev.kvlb.internal.balancer;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.TotalLoss;
import dev.kvlb.protocol.MemberRole;
import dev.kvlb.protocol.Message;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** A balancer that begins without those who know of earlier runs leaves out epochs: some of them may have been taken. */
class UnheardRunsTest {
    private static final Duration GRACE = Duration.ofSeconds(5);
    private static final EarlierRun HEARD = EarlierRun.of(3, 1).ready(1, 2);
    private static final long LEAPT = 3 + Epochs.UNHEARD_MAX + 1;

    @Nested
    class WithoutARecord {
        private final BalancerFixture cache =
                BalancerFixture.linearizable(settings -> settings.onTotalLoss = TotalLoss.RESET);

        @Test
        void beginsFarBehindWhatItHasHeardWhereItBeginsEmpty() {
            FakeWorker first = cache.returningWorker(1, HEARD);

            cache.advance(GRACE);

            assertThat(first.join().epoch()).isEqualTo(LEAPT);
        }

        @Test
        void takesAWorkerOfARunOfWhichNobodyToldForAnOlderOne() {
            cache.returningWorker(1, HEARD);
            cache.advance(GRACE);

            FakeWorker second = cache.returningWorker(2, EarlierRun.of(4, 1).ready(2));

            assertThat(second.join().epoch()).isEqualTo(LEAPT);
            assertThat(second.join().role()).isEqualTo(MemberRole.LEARNER);
        }

        @Test
        void beginsFarBehindWhatItHasHeardWhereAnOperatorDecides() {
            BalancerFixture balancer = BalancerFixture.linearizable();
            FakeWorker first = balancer.returningWorker(1, HEARD);

            balancer.greetedClient().sends(new Message.Reset());

            assertThat(first.join().epoch()).isEqualTo(LEAPT);
        }

        @Test
        void goesOnFarBehindItWithoutThoseThatAreMissing() {
            BalancerFixture eventual = new BalancerFixture();
            FakeWorker first = eventual.returningWorker(1, HEARD);

            eventual.advance(GRACE);
            first.answersQuery(0);

            assertThat(first.join().epoch()).isEqualTo(LEAPT);
        }

        @Test
        void goesOnWithTheNextEpochIfNobodyIsMissing() {
            FakeWorker first = cache.returningWorker(1, HEARD);
            FakeWorker second = cache.returningWorker(2, HEARD);
            cache.advance(Duration.ofSeconds(1));
            first.answersQuery(0);
            second.answersQuery(0);

            assertThat(first.join().epoch()).isEqualTo(4);
        }
    }

    @Nested
    class WithARecord {
        @Test
        void beginsWithTheNextEpochWhereItBeginsEmpty() {
            BalancerFixture cache = BalancerFixture.linearizable(settings -> {
                settings.onTotalLoss = TotalLoss.RESET;
                settings.recorded = EarlierRun.record(3, 2);
            });
            FakeWorker first = cache.returningWorker(1, HEARD);

            cache.advance(GRACE);

            assertThat(first.join().epoch()).isEqualTo(4);
        }

        @Test
        void beginsWithTheNextEpochWhereAnOperatorDecides() {
            BalancerFixture balancer =
                    BalancerFixture.linearizable(settings -> settings.recorded = EarlierRun.record(3, 2));
            FakeWorker first = balancer.returningWorker(1, HEARD);

            balancer.greetedClient().sends(new Message.Reset());

            assertThat(first.join().epoch()).isEqualTo(4);
        }
    }

    @Test
    void theGreatestThatMayHaveBeenLeavesOneToFollow() {
        assertThat(Epochs.withUnheard(Epochs.LAST - 2)).isEqualTo(Epochs.LAST - 1);
        assertThat(Epochs.withUnheard(Epochs.LAST - 1)).isEqualTo(Epochs.LAST - 1);
        assertThat(Epochs.withUnheard(Epochs.LAST)).isEqualTo(Epochs.LAST);
    }
}
