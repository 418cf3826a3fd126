package dev.kvlb.cli.pipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

class WindowTest {
    private final Window window = new Window(4);

    private void fill() {
        for (int i = 1; window.hasRoom(); i++) {
            window.add(i);
        }
    }

    @Test
    void hasRoomForSoManyAndGivesTheOldestBackFirst() {
        assertThat(window.isEmpty()).isTrue();
        fill();

        assertThat(window.remove()).isEqualTo(1);
        assertThat(window.hasRoom()).isTrue();
        window.add(5);
        assertThat(window.hasRoom()).isFalse();
        for (int i = 2; i <= 5; i++) {
            assertThat(window.remove()).isEqualTo(i);
        }
        assertThat(window.isEmpty()).isTrue();
        assertThatThrownBy(window::remove).hasMessage("nothing is under way");
    }

    @Test
    void whoWaitsForRoomGoesOnWhenHalfIsFree() throws Exception {
        fill();
        Thread waiting = new Thread(window::awaitRoom);
        waiting.start();

        window.remove();
        window.wake();
        window.remove();
        window.wake();
        waiting.join();

        assertThat(window.isEmpty()).isFalse();
    }

    @Test
    void whoWaitsForTheEndGoesOnWhenItIsEmpty() throws Exception {
        fill();
        Thread waiting = new Thread(window::awaitEmpty);
        waiting.start();

        for (int i = 0; i < 4; i++) {
            assertThat(waiting.isAlive()).isTrue();
            window.remove();
            window.wake();
        }
        waiting.join();
    }

    @Test
    void nobodyWaitsOnceItIsClosed() throws Exception {
        fill();
        Thread waiting = new Thread(window::awaitEmpty);
        waiting.start();
        window.close();
        waiting.join();

        window.awaitRoom();
        assertThat(window.isClosed()).isTrue();
        assertThat(window.remove()).isEqualTo(1);
    }

    @Test
    void aThreadMayAddWhileAnotherOneRemoves() throws Exception {
        int count = 200_000;
        Thread adding = new Thread(() -> {
            for (int i = 0; i < count; i++) {
                if (!window.hasRoom()) {
                    window.awaitRoom();
                }
                window.add(i);
            }
            window.awaitEmpty();
        });
        adding.start();
        for (int i = 0; i < count; i++) {
            while (window.isEmpty()) {
                Thread.onSpinWait();
            }
            assertThat(window.remove()).isEqualTo(i);
            window.wake();
        }
        adding.join();
    }
}
