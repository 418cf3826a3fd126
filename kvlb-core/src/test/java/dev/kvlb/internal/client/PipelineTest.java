package dev.kvlb.internal.client;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.FutureTask;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class PipelineTest {
    private static final long HOUR_NANOS = 3_600_000_000_000L;

    private final RequestWindow window = new RequestWindow(4);
    private final Pipeline pipeline =
            new Pipeline(new RequestLine(new ClientOptions("host", 1, HOUR_NANOS, HOUR_NANOS, 4), window));
    private final Connection connection = new Connection();
    private final RecordingSink sink = new RecordingSink();

    private Request add() {
        Request request = EntryRequest.get(new byte[1], sink);
        assertThat(window.takeAtOnce()).isTrue();
        assertThat(pipeline.add(request, System.nanoTime())).isTrue();
        return request;
    }

    @Nested
    class WithAConnection {
        @BeforeEach
        void open() {
            pipeline.onOpening(connection);
            pipeline.onOpened(connection);
        }

        @Test
        void balancerThatWasAskedNothingHasAnsweredNothing() {
            assertThat(pipeline.takeAnswered()).isNull();
            assertThat(connection.hasAnswered()).isFalse();
        }

        @Test
        void balancerHasAnsweredOnceARequestHasItsAnswer() {
            Request request = add();
            assertThat(pipeline.takeBatch(connection, new ArrayList<>())).isTrue();
            assertThat(pipeline.takeAnswered()).isSameAs(request);
            assertThat(connection.hasAnswered()).isTrue();
        }

        @Test
        void whoTakesNextWaitsUntilTheFramesHaveBeenWritten() throws Exception {
            add();
            pipeline.takeBatch(connection, new ArrayList<>());
            Request second = add();
            List<byte[]> frames = new ArrayList<>();
            FutureTask<Boolean> next = new FutureTask<>(() -> pipeline.takeBatch(connection, frames));
            Thread thread = new Thread(next);
            thread.start();
            while (thread.getState() != Thread.State.WAITING) {
                Thread.onSpinWait();
            }
            pipeline.onWritten(connection);
            assertThat(next.get()).isTrue();
            assertThat(frames).containsExactly(second.frame());
        }

        @Test
        void nothingIsSentOnAnotherConnection() {
            add();
            assertThat(pipeline.takeBatch(new Connection(), new ArrayList<>())).isFalse();
        }
    }

    @Nested
    class WhenClosed {
        @BeforeEach
        void close() {
            pipeline.close();
        }

        @Test
        void nothingIsWaitedFor() {
            assertThat(pipeline.awaitRequests()).isFalse();
            assertThat(pipeline.awaitConnection()).isNull();
            assertThat(pipeline.takeBatch(connection, new ArrayList<>())).isFalse();
            pipeline.awaitLost(connection);
            pipeline.pause(System.nanoTime() + HOUR_NANOS);
        }

        @Test
        void nothingIsLetIn() {
            assertThat(pipeline.add(EntryRequest.get(new byte[1], sink), 0)).isFalse();
            assertThat(pipeline.addAndSend(EntryRequest.get(new byte[1], sink), 0))
                    .isFalse();
            assertThat(pipeline.onOpening(connection)).isFalse();
        }
    }

    @Nested
    class OnAnInterruptedThread {
        @Test
        void waitingGoesOn() {
            Thread.currentThread().interrupt();
            pipeline.pause(System.nanoTime() + HOUR_NANOS);
            assertThat(Thread.interrupted()).isFalse();
            Thread.currentThread().interrupt();
            new Thread(pipeline::close).start();
            assertThat(pipeline.awaitConnection()).isNull();
        }
    }
}
