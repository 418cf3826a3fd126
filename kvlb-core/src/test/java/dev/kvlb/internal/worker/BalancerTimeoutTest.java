package dev.kvlb.internal.worker;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.WorkerSnapshot.Role;
import dev.kvlb.internal.link.Remote;
import dev.kvlb.protocol.Key;
import dev.kvlb.protocol.Message;
import java.time.Duration;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

/** A balancer of which nothing is heard: after three seconds it is lost. */
class BalancerTimeoutTest {
    private static final Duration TIMEOUT = Duration.ofSeconds(3);
    private static final Duration A_MOMENT = Duration.ofMillis(1);
    private static final String LOST = "disconnected from 127.0.0.1:5060: nothing came from it for 3000 ms";

    private final WorkerFixture worker = new WorkerFixture();

    @Nested
    class OfTheExtensions {
        OfTheExtensions() {
            worker.becomeReady(2);
        }

        @Test
        void isLostWhenItFallsSilent() {
            worker.balancer.fallsSilent();
            worker.advance(TIMEOUT.minus(A_MOMENT));
            assertThat(worker.balancer.isDisconnected()).isFalse();

            worker.advance(A_MOMENT);

            assertThat(worker.balancer.isDisconnected()).isTrue();
            assertThat(worker.role()).isEqualTo(Role.FENCED);
            assertThat(worker.events()).endsWith(LOST);
            assertThat(worker.connecting()).contains(WorkerSettings.BALANCER);
        }

        @Test
        void takesTheConnectionsToAndFromPeersWithIt() {
            Remote to = worker.acceptAtPeer(2);
            Remote from = worker.peer(2);
            worker.balancer.fallsSilent();

            worker.advance(TIMEOUT);

            assertThat(to.isDisconnected()).isTrue();
            assertThat(from.isDisconnected()).isTrue();
        }

        @Test
        void isThereWhileItsHeartbeatsCome() {
            worker.advance(TIMEOUT.multipliedBy(20));

            assertThat(worker.balancer.isDisconnected()).isFalse();
        }

        @Test
        void isThereWhileAnythingComes() {
            worker.balancer.fallsSilent();
            for (int i = 0; i < 5; i++) {
                worker.advance(TIMEOUT.minus(A_MOMENT));
                worker.balancer.sends(new Message.RetrieveRequest(1, Key.of("k")));
            }

            assertThat(worker.balancer.isDisconnected()).isFalse();
        }

        @Test
        void isThereForAnotherWhileWhenItWasThisProcessThatStoodStill() {
            worker.balancer.fallsSilent();
            worker.advance(Duration.ofSeconds(1));

            worker.standStill(TIMEOUT.multipliedBy(2));
            worker.advance(TIMEOUT.minus(A_MOMENT));
            assertThat(worker.balancer.isDisconnected()).isFalse();

            worker.advance(A_MOMENT);
            assertThat(worker.balancer.isDisconnected()).isTrue();
        }

        @Test
        void isLostOnceThoughItsConnectionTakesTimeToEnd() {
            worker.balancer.stopsReading();
            worker.balancer.sends(new Message.RetrieveRequest(1, Key.of("k")));
            worker.balancer.fallsSilent();

            worker.advance(TIMEOUT.multipliedBy(3));

            assertThat(worker.balancer.isDisconnected()).isTrue();
            assertThat(worker.events()).doesNotContain(LOST);
            worker.balancer.vanishes();
            assertThat(worker.events()).endsWith(LOST);
        }
    }

    @Nested
    class ThatHasNotAnsweredTheHello {
        @Test
        void isLostWhenItSaysNothing() {
            worker.acceptAtBalancer();

            worker.advance(TIMEOUT);
            assertThat(worker.balancer.isDisconnected()).isTrue();

            worker.advance(Duration.ofMillis(100));
            assertThat(worker.connecting()).containsExactly(WorkerSettings.BALANCER);
        }

        @Test
        void isLostWhenItSaysWelcomeAndNothingMore() {
            worker.acceptAtBalancer().welcomes();
            worker.balancer.fallsSilent();

            worker.advance(TIMEOUT);

            assertThat(worker.balancer.isDisconnected()).isTrue();
            assertThat(worker.role()).isEqualTo(Role.DISCONNECTED);
        }
    }

    @Nested
    class OfTheBaseProtocol {
        @Test
        void needNotSayAnythingAgain() {
            worker.acceptAtBalancer().tellsRegistry(FakeBalancer.entry(WorkerSettings.ID));

            worker.advance(TIMEOUT.multipliedBy(100));

            assertThat(worker.balancer.isDisconnected()).isFalse();
            assertThat(worker.role()).isEqualTo(Role.READY);
        }
    }
}
