package dev.kvlb.internal.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class RequestWindowTest {
    private final RequestWindow window = new RequestWindow(2);

    private static long inAMinute() {
        return System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    }

    private FutureTask<Boolean> takeInAThread() {
        int waiting = window.waiting();
        FutureTask<Boolean> task = new FutureTask<>(() -> window.take(inAMinute()));
        new Thread(task).start();
        while (window.waiting() == waiting) {
            Thread.onSpinWait();
        }
        return task;
    }

    @Nested
    class WithPlacesLeft {
        @Test
        void placesAreTakenWithoutWaiting() throws InterruptedException {
            assertThat(window.take(System.nanoTime() - 1)).isTrue();
            assertThat(window.takeAtOnce()).isTrue();
            assertThat(window.taken()).isEqualTo(2);
        }

        @Test
        void placeThatWasGivenBackIsTakenAgain() throws InterruptedException {
            window.take(inAMinute());
            window.release();
            assertThat(window.taken()).isZero();
            assertThat(window.take(inAMinute())).isTrue();
        }
    }

    @Nested
    class WhenFull {
        @BeforeEach
        void fill() {
            assertThat(window.takeAtOnce()).isTrue();
            assertThat(window.takeAtOnce()).isTrue();
        }

        @Test
        void noPlaceIsToBeHadInTime() throws InterruptedException {
            assertThat(window.take(System.nanoTime() + 1_000_000)).isFalse();
            assertThat(window.waiting()).isZero();
        }

        @Test
        void placeGoesToTheOneWhoWaitsLongest() throws Exception {
            FutureTask<Boolean> first = takeInAThread();
            FutureTask<Boolean> second = takeInAThread();
            window.release();
            assertThat(first.get()).isTrue();
            assertThat(second.isDone()).isFalse();
            window.release();
            assertThat(second.get()).isTrue();
            assertThat(window.taken()).isEqualTo(2);
        }

        @Test
        void whoWaitsIsToldOfAnInterrupt() throws Exception {
            FutureTask<Boolean> task = new FutureTask<>(() -> window.take(inAMinute()));
            Thread thread = new Thread(task);
            thread.start();
            while (window.waiting() == 0) {
                Thread.onSpinWait();
            }
            thread.interrupt();
            assertThatThrownBy(task::get).hasCauseInstanceOf(InterruptedException.class);
            assertThat(window.waiting()).isZero();
            assertThat(window.taken()).isEqualTo(2);
        }

        @Test
        void asManyAgainAreTakenByThoseWhoCanNotWait() {
            assertThat(window.takeAtOnce()).isTrue();
            assertThat(window.takeAtOnce()).isTrue();
            assertThat(window.takeAtOnce()).isFalse();
        }

        @Test
        void placesBeyondAreGivenBackBeforeAnybodyIsLetIn() throws Exception {
            window.takeAtOnce();
            FutureTask<Boolean> waiting = takeInAThread();
            window.release();
            assertThat(window.taken()).isEqualTo(2);
            assertThat(window.waiting()).isEqualTo(1);
            window.release();
            assertThat(waiting.get()).isTrue();
            assertThat(window.taken()).isEqualTo(2);
        }

        @Test
        void closingSendsThemAwayWhoWait() throws Exception {
            FutureTask<Boolean> waiting = takeInAThread();
            window.close();
            assertThat(waiting.get()).isFalse();
        }
    }

    @Nested
    class WhenClosed {
        @Test
        void nobodyIsLetIn() throws InterruptedException {
            window.close();
            assertThat(window.isClosed()).isTrue();
            assertThat(window.take(inAMinute())).isFalse();
            assertThat(window.takeAtOnce()).isFalse();
        }
    }
}
