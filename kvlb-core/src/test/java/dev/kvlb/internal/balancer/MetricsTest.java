package dev.kvlb.internal.balancer;

import static dev.kvlb.internal.link.TestMessages.delete;
import static dev.kvlb.internal.link.TestMessages.garbage;
import static dev.kvlb.internal.link.TestMessages.get;
import static dev.kvlb.internal.link.TestMessages.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.internal.link.Remote;
import dev.kvlb.protocol.Key;
import dev.kvlb.protocol.Message;
import dev.kvlb.protocol.Value;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** What a client may ask of the balancer: what it has counted and measured. */
class MetricsTest {
    private static final Message METRICS = new Message.Metrics();

    private static List<Message> metricsOf(BalancerFixture balancer) {
        Remote client = balancer.greetedClient();
        client.sends(METRICS);
        return client.received();
    }

    private static Message.MetricsResponse countsOf(BalancerFixture balancer) {
        return (Message.MetricsResponse) metricsOf(balancer).get(0);
    }

    private static List<Message> bucketsOf(BalancerFixture balancer) {
        List<Message> all = metricsOf(balancer);
        assertThat(countsOf(balancer).buckets()).isEqualTo(all.size() - 1);
        return all.subList(1, all.size());
    }

    @Nested
    class OfAClusterThatServes {
        private final BalancerFixture balancer = BalancerFixture.linearizable(settings -> {
            settings.workerTimeout = Duration.ofSeconds(100);
            settings.keyBytesMax = 10;
            settings.valueBytesMax = 10;
        });
        private final FakeWorker worker = balancer.readyKvlbWorker(1);
        private final Remote client = balancer.greetedClient();

        @Test
        void areZeroAtTheBeginning() {
            assertThat(metricsOf(balancer))
                    .containsExactly(new Message.MetricsResponse(
                            BalancerSettings.INCARNATION, 0, 0, 0, 0, 0, 0, 0, Versions.first(1), 0, 0, 0));
        }

        @Test
        void countWhatWasDoneByItsKind() {
            client.sends(put("a", "1"), get("a"), get("b"), delete("a"), delete("b"), delete("c"));
            worker.servesAll();
            worker.servesAll();
            client.sends(get("nothing"));
            worker.misses(worker.onlyRequest());

            assertThat(metricsOf(balancer))
                    .containsExactly(
                            new Message.MetricsResponse(
                                    BalancerSettings.INCARNATION, 1, 3, 3, 1, 0, 0, 0, Versions.first(1) + 4, 0, 0, 1),
                            new Message.MetricsBucket(0, 7));
        }

        @Test
        void countWhatWasNotDoneByWhatTheClientIsTold() {
            client.sends(put("longer than 10", "1"), put("k", "longer than 10"), get(""));
            Remote broken = balancer.client();
            broken.sendsBytes(garbage());
            client.sends(put("lost", "1"), get("late"));
            balancer.advance(Duration.ofSeconds(3));

            Message.MetricsResponse counts = countsOf(balancer);
            assertThat(counts.invalid()).isEqualTo(4);
            assertThat(counts.unknown()).isEqualTo(1);
            assertThat(counts.busy()).isEqualTo(1);
            assertThat(counts.puts() + counts.gets() + counts.deletes()).isZero();
            assertThat(counts.buckets()).isZero();
        }

        @Test
        void measureFromTheArrivalToTheReply() {
            client.sends(get("a"));
            balancer.advance(Duration.ofNanos(50_999));
            client.sends(get("b"));
            balancer.advance(Duration.ofNanos(20_001));
            worker.servesAll();

            assertThat(bucketsOf(balancer))
                    .containsExactly(new Message.MetricsBucket(20, 1), new Message.MetricsBucket(71, 1));
        }

        @Test
        void measureTheTimeThatAReplyWaitsForTheOneBeforeIt() {
            balancer.readyKvlbWorker(2);
            client.sends(get("a"), get("b"));
            Message first = worker.onlyRequest();
            balancer.advance(Duration.ofNanos(10_000));
            worker.serves(first);

            assertThat(bucketsOf(balancer)).containsExactly(new Message.MetricsBucket(10, 1));
        }

        @Test
        void leaveOutRequestsWhoseClientIsGoneAndWhatIsNone() {
            client.sends(get("a"), put("b", "1"));
            client.vanishes();
            worker.servesAll();
            Remote operator = balancer.greetedClient();
            operator.sends(new Message.Status(), new Message.Reset(), METRICS);

            Message.MetricsResponse counts = countsOf(balancer);
            assertThat(counts.puts() + counts.gets() + counts.busy() + counts.invalid() + counts.unknown())
                    .isZero();
        }

        @Test
        void tellHowFarTheSettledVersionIsBehindAndForHowLong() {
            client.sends(put("a", "1"));
            Message first = worker.onlyRequest();
            balancer.advance(Duration.ofMillis(2));
            client.sends(put("b", "1"), put("c", "1"));
            Message second = worker.requests().get(1);
            balancer.advance(Duration.ofMillis(1));
            worker.settles(second);
            assertThat(countsOf(balancer)).satisfies(counts -> {
                assertThat(counts.settled()).isEqualTo(Versions.first(1));
                assertThat(counts.lag()).isEqualTo(3);
                assertThat(counts.lagMicros()).isEqualTo(3_000);
            });

            worker.settles(first);

            assertThat(countsOf(balancer)).satisfies(counts -> {
                assertThat(counts.settled()).isEqualTo(Versions.first(1) + 2);
                assertThat(counts.lag()).isEqualTo(1);
                assertThat(counts.lagMicros()).isEqualTo(1_000);
            });
        }

        @Test
        void areAnsweredInTheOrderOfAllRequests() {
            client.sends(get("a"), METRICS, get("b"));
            assertThat(client.received()).isEmpty();

            worker.servesAll();

            assertThat(client.received().get(1)).isInstanceOf(Message.MetricsResponse.class);
            balancer.assertAtRest();
        }
    }

    @Test
    void ofTheEventualModeTellTheLagToo() {
        BalancerFixture balancer = new BalancerFixture();
        FakeWorker worker = balancer.readyKvlbWorker(1);
        Remote client = balancer.client();
        client.sends(put("a", "1"), put("b", "1"));
        worker.requests().forEach(worker::stores);
        balancer.advance(Duration.ofMillis(5));

        Message.MetricsResponse counts = countsOf(balancer);

        assertThat(counts.puts()).isEqualTo(2);
        assertThat(counts.lag()).isEqualTo(2);
        assertThat(counts.lagMicros()).isEqualTo(5_000);
    }

    @Test
    void countWhatIsRefusedWhereNobodyServes() {
        BalancerFixture balancer = new BalancerFixture();
        balancer.client().sends(put("a", "1"), get("a"));

        assertThat(countsOf(balancer).busy()).isEqualTo(2);
    }

    @Test
    void writesOfAnEarlierRunLagByTheirNumberFromWhenTheyWereTakenOver() {
        EarlierRun run = EarlierRun.of(3, 7).ready(1, 2);
        BalancerFixture balancer = BalancerFixture.linearizable(settings -> {
            settings.openingGrace = Duration.ofSeconds(1);
            settings.workerTimeout = Duration.ofSeconds(100);
        });
        FakeWorker first = balancer.returningWorker(1, run);
        FakeWorker second = balancer.returningWorker(2, run);
        balancer.advance(Duration.ofSeconds(1));
        long settled = Versions.first(3);
        first.answersQuery(settled, new Message.UnsettledEntry(settled + 1, Key.of("a"), Value.of("1")));
        second.answersQuery(settled, new Message.UnsettledEntry(settled + 2, Key.of("b"), Value.of("1")));
        balancer.advance(Duration.ofMillis(4));

        Message.MetricsResponse counts = countsOf(balancer);

        assertThat(counts.settled()).isEqualTo(settled);
        assertThat(counts.lag()).isEqualTo(2);
        assertThat(counts.lagMicros()).isEqualTo(4_000);
        assertThat(counts.puts()).isZero();
    }
}
