package dev.kvlb.internal.worker;

import static dev.kvlb.internal.link.TestMessages.error;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.WorkerSnapshot.Role;
import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.MemberRole;
import dev.kvlb.protocol.Message;
import dev.kvlb.protocol.StoreOrder;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** Whom a worker that holds a cluster's data obeys: the newest balancer of that cluster, and no other. */
class AllegianceTest {
    private static final long OTHER = 0x99;
    private static final String OF_ANOTHER_CLUSTER =
            "this worker holds data of cluster 1234 and obeys no other: 99; restart it to join empty";
    private static final String OF_AN_EARLIER_EPOCH =
            "this worker obeys epoch 9 and none before it: 8; a newer balancer has its cluster";

    private final WorkerFixture worker = new WorkerFixture();

    private void assertRefused(String reason) {
        assertThat(worker.balancer.received()).containsExactly(error(ErrorCode.PROTOCOL_ERROR, reason));
        assertThat(worker.balancer.isDisconnected()).isTrue();
        assertThat(worker.events())
                .endsWith("127.0.0.1 misbehaved: " + reason, "disconnected from 127.0.0.1:5060: " + reason);
        assertThat(worker.data()).isEqualTo(Map.of("k", "v"));
        assertThat(worker.role()).isEqualTo(Role.FENCED);
    }

    @Nested
    class AWorkerThatHoldsData {
        AWorkerThatHoldsData() {
            worker.becomeReady();
            worker.balancer.stores(11, "k", "v");
            worker.balancer.vanishes();
            worker.acceptAtBalancer().welcomes();
            worker.balancer.received();
        }

        @Test
        void joinsNoOtherCluster() {
            worker.balancer.sends(worker.balancer.join(OTHER, 1, MemberRole.LEARNER, StoreOrder.EMPTY));

            assertRefused(OF_ANOTHER_CLUSTER);
        }

        @Test
        void answersNoQuestionOfAnotherCluster() {
            worker.balancer.sends(new Message.UnsettledQuery(OTHER, 50));

            assertRefused(OF_ANOTHER_CLUSTER);
        }

        @Test
        void joinsInNoEarlierEpoch() {
            worker.balancer.hasEpoch(8);

            worker.balancer.admits();

            assertRefused(OF_AN_EARLIER_EPOCH);
        }

        @Test
        void answersNoQuestionOfAnEarlierEpoch() {
            worker.balancer.sends(new Message.UnsettledQuery(FakeBalancer.CLUSTER, 8));

            assertRefused(OF_AN_EARLIER_EPOCH);
        }

        @Test
        void takesNoViewOfAnEarlierEpoch() {
            worker.balancer.admits();
            worker.balancer.hasEpoch(8);

            worker.showView(2);

            assertRefused(OF_AN_EARLIER_EPOCH);
            assertThat(worker.snapshot().peers()).isZero();
        }

        @Test
        void obeysTheSameEpochAgain() {
            worker.balancer.admits();
            worker.showView();

            assertThat(worker.role()).isEqualTo(Role.READY);
        }

        @Test
        void obeysALaterEpochAndNoneBeforeItFromThenOn() {
            worker.balancer.hasEpoch(12);
            worker.balancer.admits();
            worker.showView();
            assertThat(worker.snapshot().epoch()).isEqualTo(12);
            worker.balancer.vanishes();

            worker.acceptAtBalancer().welcomes();
            worker.balancer.hasEpoch(11);
            worker.balancer.admits();

            assertThat(worker.balancer.isDisconnected()).isTrue();
        }

        @Test
        void obeysAnEpochFromItsQuestionOn() {
            worker.balancer.sends(new Message.UnsettledQuery(FakeBalancer.CLUSTER, 10));
            worker.balancer.received();

            worker.balancer.admits();

            assertThat(worker.balancer.received())
                    .containsExactly(error(
                            ErrorCode.PROTOCOL_ERROR,
                            "this worker obeys epoch 10 and none before it: 9; a newer balancer has its cluster"));
        }

        @Test
        void obeysAnEpochFromItsJoinOn() {
            worker.balancer.hasEpoch(10);
            worker.balancer.admits();
            worker.balancer.vanishes();
            worker.acceptAtBalancer().welcomes();
            worker.balancer.hasEpoch(9);

            worker.balancer.admits();

            assertThat(worker.balancer.isDisconnected()).isTrue();
        }

        @Test
        void triesAgainAfterItHasRefused() {
            worker.balancer.sends(new Message.UnsettledQuery(OTHER, 50));

            worker.advance(Duration.ofMillis(1_600));

            assertThat(worker.isEnded()).isFalse();
            assertThat(worker.connecting()).containsExactly(WorkerSettings.BALANCER);
        }

        @Test
        void servesNobodyBeforeItIsLetIn() {
            assertThat(worker.role()).isEqualTo(Role.FENCED);
            assertThat(worker.snapshot().cluster()).isEqualTo(FakeBalancer.CLUSTER);
        }
    }

    @Nested
    class AWorkerWithoutData {
        AWorkerWithoutData() {
            worker.acceptAtBalancer().welcomes();
        }

        @Test
        void joinsAnyCluster() {
            worker.balancer.sends(worker.balancer.join(OTHER, 1, MemberRole.READY, StoreOrder.EMPTY));
            worker.showView();

            assertThat(worker.snapshot().cluster()).isEqualTo(OTHER);
        }

        @Test
        void belongsToTheClusterOfItsFirstViewAlone() {
            worker.balancer.admits();
            assertThat(worker.snapshot().cluster()).isZero();
            worker.balancer.vanishes();
            assertThat(worker.role()).isEqualTo(Role.DISCONNECTED);

            worker.acceptAtBalancer().welcomes();
            worker.balancer.hasEpoch(1);
            worker.balancer.sends(worker.balancer.join(OTHER, 1, MemberRole.READY, StoreOrder.EMPTY));
            worker.showView();

            assertThat(worker.role()).isEqualTo(Role.READY);
            assertThat(worker.snapshot().cluster()).isEqualTo(OTHER);
            assertThat(worker.snapshot().epoch()).isOne();
        }

        @Test
        void belongsToNoneByAQuestion() {
            worker.balancer.sends(new Message.UnsettledQuery(FakeBalancer.CLUSTER, 9));

            assertThat(worker.balancer.received()).endsWith(new Message.UnsettledEnd(0));
            assertThat(worker.snapshot().cluster()).isZero();
        }
    }
}
