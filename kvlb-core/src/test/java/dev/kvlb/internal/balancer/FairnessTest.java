package dev.kvlb.internal.balancer;

import static dev.kvlb.internal.link.TestMessages.get;
import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.internal.link.Remote;
import dev.kvlb.protocol.Message;
import dev.kvlb.spi.ReplyQueue;
import dev.kvlb.spi.RequestQueue;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** A client that waits for each answer, beside clients that have thousands of requests under way; default limits. */
class FairnessTest {
    private static final int DEEP = 5_000;
    private static final int WINDOW = 1_024;

    private final BalancerFixture balancer = new BalancerFixture(settings -> settings.window = WINDOW);
    private final FakeWorker worker = balancer.baseWorker(1);
    private final List<Remote> deep = new ArrayList<>();
    private int sent;

    /** A client that connects before the others, and has sent all that before the first turn. */
    private void connectDeepOnes(int count) {
        for (int i = 0; i < count; i++) {
            Remote client = balancer.client();
            deep.add(client);
            send(client, DEEP);
        }
    }

    private void send(Remote client, int count) {
        client.link()
                .send(IntStream.range(0, count)
                        .mapToObj(i -> get("deep" + sent++))
                        .toArray(Message[]::new));
    }

    /** Returns how many of the requests that the worker has, and has not served, were sent by deep pipeliners. */
    private long ofDeepOnes() {
        return worker.requestedKeys().stream()
                .filter(key -> key.startsWith("deep"))
                .count();
    }

    @Test
    void oneTurnTakesNoMoreOfOneClientThanItMayHaveRepliesDue() {
        connectDeepOnes(1);

        balancer.turn();

        assertThat(ofDeepOnes()).isEqualTo(ReplyQueue.DEFAULT_CAPACITY);
    }

    @Test
    void itsRequestIsDispatchedInTheTurnInWhichItComes() {
        connectDeepOnes(1);
        Remote shallow = balancer.client();

        for (int i = 0; i < 20; i++) {
            String key = "shallow" + i;
            shallow.link().send(get(key));
            balancer.turn();
            assertThat(worker.requestedKeys()).contains(key);
            assertThat(ofDeepOnes()).isLessThanOrEqualTo(ReplyQueue.DEFAULT_CAPACITY);

            worker.servesAll();
        }
        assertThat(deep.get(0).received()).hasSizeGreaterThan(1_000);
    }

    /** So many that queue, window and replies are all full: who has to wait gets room in turn. */
    @ParameterizedTest
    @ValueSource(ints = {10, 50})
    void itsRequestWaitsForWhatWasThereAndOneOfEachOfTheOthers(int others) {
        connectDeepOnes(others);
        balancer.run();
        Remote shallow = balancer.client();
        shallow.sends(get("shallow"));

        int served = 0;
        while (shallow.received().isEmpty()) {
            worker.serves(worker.requests().get(0));
            served++;
        }

        // What the worker had and what was queued when it came, and of each of the others one request before it.
        assertThat(served).isLessThanOrEqualTo(WINDOW + RequestQueue.DEFAULT_CAPACITY + 2 * others);
    }
}
