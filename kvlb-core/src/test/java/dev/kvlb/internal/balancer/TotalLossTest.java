package dev.kvlb.internal.balancer;

import static dev.kvlb.internal.link.TestMessages.done;
import static dev.kvlb.internal.link.TestMessages.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.BalancerSnapshot.Phase;
import dev.kvlb.TotalLoss;
import dev.kvlb.internal.link.Remote;
import dev.kvlb.protocol.MemberRole;
import dev.kvlb.protocol.Message;
import dev.kvlb.protocol.StoreOrder;
import org.junit.jupiter.api.Test;

/** A cluster that is a cache: when the last worker that holds all data is lost, it begins empty. */
class TotalLossTest {
    private final BalancerFixture balancer =
            BalancerFixture.linearizable(settings -> settings.onTotalLoss = TotalLoss.RESET);
    private final FakeWorker only = balancer.readyKvlbWorker(1);

    @Test
    void withoutAnybodyElseItIsEmptyInItsNextEpoch() {
        only.vanishes();

        assertThat(balancer.phase()).isEqualTo(Phase.EMPTY);
        assertThat(balancer.members()).isEmpty();
        assertThat(balancer.snapshot().epoch()).isEqualTo(2);
        assertThat(balancer.snapshot().cluster()).isEqualTo(BalancerSettings.CLUSTER);
    }

    @Test
    void theNextWorkerBegins() {
        only.vanishes();

        FakeWorker next = balancer.kvlbWorker(2);

        assertThat(next.join().epoch()).isEqualTo(2);
        assertThat(next.join().join()).isEqualTo(Versions.first(2) + 1);
        assertThat(next.join().store()).isEqualTo(StoreOrder.EMPTY);
        assertThat(balancer.ring()).containsExactly(2L);
    }

    @Test
    void theLostWorkerBeginsEmptyIfItIsTheNext() {
        only.vanishes();

        FakeWorker back = balancer.again(only);

        assertThat(back.join().role()).isEqualTo(MemberRole.READY);
        assertThat(back.join().store()).isEqualTo(StoreOrder.EMPTY);
        assertThat(back.join().epoch()).isEqualTo(2);
    }

    @Test
    void aLearnerThatIsThereBeginsAtOnceAndTheOthersLearnFromIt() {
        FakeWorker learner = balancer.kvlbWorker(2);
        FakeWorker another = balancer.kvlbWorker(3);

        only.vanishes();

        assertThat(learner.join().role()).isEqualTo(MemberRole.READY);
        assertThat(learner.join().store()).isEqualTo(StoreOrder.EMPTY);
        assertThat(another.join().role()).isEqualTo(MemberRole.LEARNER);
        assertThat(another.join().epoch()).isEqualTo(2);
        assertThat(learner.received())
                .contains(new Message.ExportOrder(another.join().join(), 3));
        assertThat(balancer.phase()).isEqualTo(Phase.SERVING);
    }

    @Test
    void anImportOfTheEpochBeforeMakesNobodyReady() {
        FakeWorker learner = balancer.kvlbWorker(2);
        FakeWorker another = balancer.kvlbWorker(3);
        long before = another.join().join();
        only.vanishes();

        another.sends(new Message.ImportDone(before));

        assertThat(balancer.ring()).containsExactly(learner.id);
    }

    @Test
    void whatWasInFlightIsDrivenToItsEndWithItsVersion() {
        Remote client = balancer.client();
        client.sends(put("k", "v"));
        Message write = only.onlyRequest();
        only.vanishes();

        FakeWorker next = balancer.kvlbWorker(2);

        assertThat(next.onlyRequest()).isEqualTo(write);
        assertThat(next.view().settled()).isEqualTo(Versions.first(1));
        next.settles(write);
        assertThat(client.received()).containsExactly(done("k"));
        balancer.assertAtRest();
    }

    @Test
    void theLossOfOneOfTwoIsNone() {
        balancer.readyKvlbWorker(2);

        only.vanishes();

        assertThat(balancer.ring()).containsExactly(2L);
        assertThat(balancer.snapshot().epoch()).isOne();
    }
}
