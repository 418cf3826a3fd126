package dev.kvlb.internal.balancer;

import static dev.kvlb.internal.link.TestMessages.delete;
import static dev.kvlb.internal.link.TestMessages.done;
import static dev.kvlb.internal.link.TestMessages.error;
import static dev.kvlb.internal.link.TestMessages.get;
import static dev.kvlb.internal.link.TestMessages.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.BalancerSnapshot;
import dev.kvlb.internal.link.Remote;
import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.Message;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** A member whose data uses all the memory that it may: what would bring more is refused before it has a version. */
class CapacityTest {
    private final BalancerFixture balancer = BalancerFixture.linearizable();
    private final FakeWorker first = balancer.readyKvlbWorker(1);
    private final FakeWorker second = balancer.readyKvlbWorker(2);
    private final Remote client = balancer.greetedClient();

    private static Message full(long worker) {
        return error(
                ErrorCode.SERVER_BUSY,
                "worker " + worker + " is full: its data uses 100 bytes of the 100 that maxDataBytes allows; delete"
                        + " something, or allow it more");
    }

    @Nested
    class WhileOneMemberIsFull {
        WhileOneMemberIsFull() {
            second.uses(100, 100);
        }

        @Test
        void everyPutIsRefusedWithTheReason() {
            client.sends(put("a", "1"), put("b", "2"));

            assertThat(client.received()).containsExactly(full(2), full(2));
            assertThat(first.requests()).isEmpty();
            assertThat(second.requests()).isEmpty();
            balancer.assertAtRest();
        }

        @Test
        void readsAndDeletesAreTaken() {
            client.sends(get("a"), delete("b"));

            assertThat(first.requestedKeys()).containsExactly("a");
            assertThat(second.requestedKeys()).containsExactly("b");
        }

        @Test
        void aRefusedPutTakesNoVersion() {
            client.sends(put("a", "1"));
            second.uses(99, 100);

            client.sends(put("b", "2"));

            Message.VersionedStore write = (Message.VersionedStore) second.onlyRequest();
            assertThat(write.version()).isEqualTo(Versions.first(1) + 1);
        }

        @Test
        void putsAreTakenAgainWhenItHasRoom() {
            second.uses(99, 100);

            client.sends(put("a", "1"));

            assertThat(first.requestedKeys()).containsExactly("a");
        }

        @Test
        void putsAreTakenAgainWhenItHasLeft() {
            second.vanishes();

            client.sends(put("a", "1"));

            assertThat(first.requestedKeys()).containsExactly("a");
        }

        @Test
        void whatItUsesIsShown() {
            assertThat(balancer.snapshot().workers())
                    .extracting(BalancerSnapshot.WorkerState::dataBytes)
                    .containsExactly(0L, 100L);
            assertThat(balancer.snapshot().workers())
                    .extracting(BalancerSnapshot.WorkerState::dataBytesMax)
                    .containsExactly(0L, 100L);
        }
    }

    @Nested
    class WhatHasItsVersion {
        @Test
        void isDrivenToItsEndThoughAMemberIsFull() {
            client.sends(put("a", "1"));
            Message write = first.onlyRequest();
            second.uses(100, 100);

            first.vanishes();

            assertThat(second.onlyRequest()).isEqualTo(write);
            second.settles(write);
            assertThat(client.received()).containsExactly(done("a"));
        }
    }

    @Nested
    class ALearner {
        @Test
        void thatIsFullCountsToo() {
            balancer.kvlbWorker(3).uses(100, 100);

            client.sends(put("a", "1"));

            assertThat(client.received()).containsExactly(full(3));
        }

        @Test
        void thatSaidSoBeforeItWasLetInCountsFromThenOn() {
            FakeWorker learner = balancer.stranger(3, 5_003);
            learner.greets();
            learner.registers();
            learner.uses(100, 100);
            client.sends(put("a", "1"));
            assertThat(first.requestedKeys()).containsExactly("a");

            learner.reportsNothing();
            client.sends(put("b", "2"));

            assertThat(client.received()).isEmpty();
            first.servesAll();
            assertThat(client.received()).containsExactly(done("a"), full(3));
        }
    }

    @Nested
    class OneThatIsNoMember {
        @Test
        void doesNotCountWhileItWaits() {
            FakeWorker namesake = balancer.kvlbWorker(1, 99);
            namesake.uses(100, 100);

            client.sends(put("a", "1"));

            assertThat(balancer.waiting()).containsExactly(1L);
            assertThat(first.requestedKeys()).containsExactly("a");
        }
    }

    @Nested
    class AWorker {
        @Test
        void thatHasNotSaidWhatItMayUseIsNeverFull() {
            first.uses(1L << 40, 0);

            client.sends(put("a", "1"));

            assertThat(first.requestedKeys()).containsExactly("a");
        }

        @Test
        void thatUsesMoreThanItMayIsFull() {
            first.uses(101, 100);

            client.sends(put("a", "1"));

            assertThat(client.received()).singleElement().isInstanceOf(Message.Error.class);
        }
    }
}
