package dev.kvlb.internal.balancer;

import static dev.kvlb.internal.link.TestMessages.done;
import static dev.kvlb.internal.link.TestMessages.put;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.internal.link.Remote;
import dev.kvlb.protocol.Message;
import org.junit.jupiter.api.Test;

/** Writes between their answer and the moment at which every member of the view holds them. */
class SettlingTest {
    private final BalancerFixture balancer = new BalancerFixture();
    private final FakeWorker first = balancer.readyKvlbWorker(1);
    private final Remote client = balancer.client();

    private Message answeredWrite() {
        client.sends(put("k", "v"));
        Message write = first.onlyRequest();
        first.stores(write);
        assertThat(client.received()).containsExactly(done("k"));
        return write;
    }

    @Test
    void inTheCurrentViewItIsOver() {
        Message write = answeredWrite();

        first.settles(write);

        balancer.assertAtRest();
        assertThat(first.requests()).isEmpty();
    }

    @Test
    void inAnOldViewItIsSentAgainWithTheSameVersion() {
        Message write = answeredWrite();
        Message.ViewStart old = first.view();
        balancer.kvlbWorker(2);

        first.settlesIn(old, write);

        assertThat(first.onlyRequest()).isEqualTo(write);
        assertThat(balancer.snapshot().writesInFlight()).isOne();
        first.serves(write);
        assertThat(client.received()).as("no second reply").isEmpty();
        balancer.assertAtRest();
    }

    @Test
    void inAViewOfAnotherEpochItIsSentAgain() {
        Message write = answeredWrite();
        Message.ViewStart current = first.view();

        first.settlesIn(
                new Message.ViewStart(current.epoch() - 1, current.view(), current.settled(), current.members()),
                write);

        assertThat(first.onlyRequest()).isEqualTo(write);
    }

    @Test
    void thatIsNotSettledCountsAsUnderWay() {
        Message write = answeredWrite();

        assertThat(balancer.snapshot().workers().get(0).inFlight()).isOne();
        first.settles(write);
        assertThat(balancer.snapshot().workers().get(0).inFlight()).isZero();
    }

    @Test
    void aViewSaysUpToWhichVersionAllIsSettled() {
        long before = Versions.first(BalancerSettings.EPOCH);
        client.sends(put("a", "1"), put("b", "2"), put("c", "3"));
        first.serves(first.requests().get(0));
        first.serves(first.requests().get(0));

        FakeWorker second = balancer.kvlbWorker(2);
        assertThat(first.view().settled()).as("the write of c is under way").isEqualTo(before + 2);

        first.servesAll();
        second.vanishes();
        assertThat(first.view().settled()).isEqualTo(before + 3);
    }

    @Test
    void aWriteBeforeAnotherHoldsBackTheSettledVersion() {
        client.sends(put("a", "1"), put("b", "2"));
        first.serves(first.requests().get(1));

        balancer.kvlbWorker(2);

        assertThat(first.view().settled()).isEqualTo(Versions.first(BalancerSettings.EPOCH));
    }
}
