package dev.kvlb.internal.client;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.kvlb.BusyException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

class BlockingAnswerTest {
    private static long inAMinute() {
        return System.nanoTime() + TimeUnit.MINUTES.toNanos(1);
    }

    @Test
    void answerThatHasComeNeedsNoWaiting() throws InterruptedException {
        BlockingAnswer answer = new BlockingAnswer();
        answer.onAnswer(new byte[] {7}, 8, 9);
        assertThat(answer.await(System.nanoTime())).isTrue();
        answer.throwFailure();
        assertThat(answer.value()).containsExactly(7);
        assertThat(answer.version()).isEqualTo(8);
        assertThat(answer.workerId()).isEqualTo(9);
    }

    @Test
    void answerThatDoesNotComeIsNotWaitedForLonger() throws InterruptedException {
        assertThat(new BlockingAnswer().await(System.nanoTime() + 1_000_000)).isFalse();
    }

    @Test
    void interruptEndsTheWaiting() {
        BlockingAnswer answer = new BlockingAnswer();
        Thread.currentThread().interrupt();
        assertThatThrownBy(() -> answer.await(inAMinute())).isInstanceOf(InterruptedException.class);
        assertThat(Thread.interrupted()).isFalse();
    }

    @Test
    void failureIsThrownWhereItIsAskedFor() throws InterruptedException {
        BlockingAnswer answer = new BlockingAnswer();
        new Thread(() -> answer.onFailure(new BusyException("busy", null))).start();
        assertThat(answer.await(inAMinute())).isTrue();
        assertThatThrownBy(answer::throwFailure)
                .isInstanceOf(BusyException.class)
                .satisfies(e -> assertThat(e.getStackTrace()[0].getMethodName()).isEqualTo("throwFailure"));
    }

    @Test
    void answerThatIsOnItsWayIsWaitedForThroughAnInterrupt() throws Exception {
        FutureTask<Boolean> waiting = new FutureTask<>(() -> {
            BlockingAnswer answer = new BlockingAnswer();
            Thread caller = Thread.currentThread();
            caller.interrupt();
            Thread answering = new Thread(() -> {
                while (caller.isInterrupted()) {
                    Thread.onSpinWait();
                }
                answer.onAnswer(null, 0, 0);
            });
            answering.start();
            answer.awaitArrival();
            assertThat(answer.value()).isNull();
            return Thread.interrupted();
        });
        new Thread(waiting).start();
        assertThat(waiting.get()).isTrue();
    }
}
