package dev.kvlb.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.kvlb.protocol.Frame;
import dev.kvlb.protocol.MalformedFrameException;
import java.io.File;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;

class EventLoopTest extends LoopFixture {
    @Nested
    class WithTasks {
        @Test
        void theyRunInTheirOrderOnTheLoopsThread() throws Exception {
            List<Object> ran = new ArrayList<>();
            loop.execute(() -> ran.add("before the start"));
            start();
            loop.execute(() -> ran.add(Thread.currentThread().getName()));
            loop.execute(() -> ran.add(loop.isLoopThread()));
            passTurns();

            assertThat(ran).containsExactly("before the start", "test-loop", true);
            assertThat(loop.isLoopThread()).isFalse();
        }

        @Test
        void oneThatComesFromTheLoopRunsInTheNextTurn() throws Exception {
            List<String> log = new ArrayList<>();
            CompletableFuture<List<String>> done = new CompletableFuture<>();
            start(new TestCore() {
                @Override
                public void onTurnEnded() {
                    log.add("turn ended");
                }
            });
            loop.execute(() -> {
                log.clear();
                loop.execute(() -> {
                    log.add("second");
                    done.complete(List.copyOf(log));
                });
                log.add("first");
            });

            assertThat(get(done)).containsExactly("first", "turn ended", "second");
        }

        @Test
        void thoseOfManyThreadsRunEachOnce() throws Exception {
            int threads = 8;
            int tasks = 5_000;
            AtomicInteger ran = new AtomicInteger();
            CountDownLatch all = new CountDownLatch(threads * tasks);
            start();
            for (int i = 0; i < threads; i++) {
                new Thread(() -> {
                            for (int j = 0; j < tasks; j++) {
                                loop.execute(() -> {
                                    ran.incrementAndGet();
                                    all.countDown();
                                });
                            }
                        })
                        .start();
            }

            assertThat(all.await(PATIENCE_SECONDS, TimeUnit.SECONDS)).isTrue();
            passTurns();
            assertThat(ran).hasValue(threads * tasks);
        }

        @Test
        void thoseThatCameBeforeTheCloseRun() {
            AtomicInteger ran = new AtomicInteger();
            start();
            for (int i = 0; i < 100; i++) {
                loop.execute(ran::incrementAndGet);
            }
            loop.close();

            assertThat(ran).hasValue(100);
        }

        @Test
        void noneIsTakenOnceTheLoopHasEnded() {
            start();
            loop.close();

            assertThat(loop.execute(() -> {})).isFalse();
        }
    }

    @Nested
    class InATurn {
        @Test
        void theTimeComesFirstThenTasksThenTheEnd() throws Exception {
            List<String> log = new ArrayList<>();
            CompletableFuture<List<String>> turn = new CompletableFuture<>();
            start(new TestCore() {
                @Override
                public void onTime(long nowNanos) {
                    log.clear();
                    log.add("time");
                }

                @Override
                public void onTurnEnded() {
                    log.add("end");
                    if (log.contains("task")) {
                        turn.complete(List.copyOf(log));
                    }
                }
            });
            loop.execute(() -> log.add("task"));

            assertThat(get(turn)).containsExactly("time", "task", "end");
        }
    }

    @Nested
    class WithDeadlines {
        @Test
        void theCoreIsToldTheTimeWhenEachIsThere() throws Exception {
            DeadlineCore core = new DeadlineCore();
            core.deadlines.addAll(List.of(20L, 40L, 41L));
            start(core);

            assertThat(get(core.done)).containsExactly(20L, 40L, 41L);
        }

        @Test
        void anEarlierOneThatATaskSetsIsKept() throws Exception {
            DeadlineCore core = new DeadlineCore();
            core.deadlines.add(TimeUnit.HOURS.toMillis(1));
            start(core);
            onLoop(() -> core.deadlines.set(0, 30L));

            assertThat(get(core.done)).containsExactly(30L);
        }

        /** Has deadlines so many milliseconds after it was made, and notes which of them it has seen pass. */
        private static final class DeadlineCore extends TestCore {
            final List<Long> deadlines = new ArrayList<>();
            final CompletableFuture<List<Long>> done = new CompletableFuture<>();
            private final List<Long> passed = new ArrayList<>();
            private final long startNanos = System.nanoTime();

            @Override
            public void onTime(long nowNanos) {
                while (!deadlines.isEmpty() && nowNanos >= at(deadlines.get(0))) {
                    passed.add(deadlines.remove(0));
                }
                if (deadlines.isEmpty()) {
                    done.complete(List.copyOf(passed));
                }
            }

            @Override
            public long nextDeadlineNanos() {
                return deadlines.isEmpty() ? NO_DEADLINE : at(deadlines.get(0));
            }

            private long at(long millis) {
                return startNanos + TimeUnit.MILLISECONDS.toNanos(millis);
            }
        }
    }

    @Nested
    class WhenSomethingThrows {
        private final IllegalStateException cause = new IllegalStateException("on purpose");

        @Test
        void inTheCoreAtATurnsBeginTheLoopEndsAndSaysWhy() throws Exception {
            start(new TestCore() {
                @Override
                public void onTime(long nowNanos) {
                    throw cause;
                }
            });

            assertEnded();
        }

        @Test
        void inTheCoreAtATurnsEndTheLoopEndsAndSaysWhy() throws Exception {
            start(new TestCore() {
                @Override
                public void onTurnEnded() {
                    throw cause;
                }
            });

            assertEnded();
        }

        @Test
        void inATaskTheLoopEndsAndSaysWhy() throws Exception {
            start();
            loop.execute(() -> {
                throw cause;
            });

            assertEnded();
        }

        @Test
        void inAHandlerEveryConnectionAndPortIsClosedAndNoHandlerIsCalledAgain() throws Exception {
            Server<TestHandler> server = listen(link -> new TestHandler(link) {
                @Override
                public boolean onFrame(Frame frame) throws MalformedFrameException {
                    throw cause;
                }
            });
            start();
            TestPeer bystander = connect(server.endpoint());
            TestHandler bystanding = server.next();
            TestPeer culprit = connect(server.endpoint());
            culprit.send(get(1));

            assertEnded();
            bystander.expectEnd();
            assertThat(bystanding.isQuiet()).isTrue();
            assertThatThrownBy(() -> TestPeer.connect(server.endpoint())).isInstanceOf(IOException.class);
        }

        @Test
        void errorsAreReportedToo() throws Exception {
            AssertionError error = new AssertionError("on purpose");
            start();
            loop.execute(() -> {
                throw error;
            });

            assertThat(failure()).isSameAs(error);
        }

        @Test
        void aHandlerThatThrowsAtTheCloseIsReported() throws Exception {
            Server<TestHandler> server = listen(link -> new TestHandler(link) {
                @Override
                public void onClosed() {
                    throw cause;
                }
            });
            start();
            connect(server.endpoint());
            server.next();
            loop.close();

            assertEnded();
        }

        private void assertEnded() throws Exception {
            assertThat(failure()).isSameAs(cause);
            assertThat(loop.failure()).isSameAs(cause);
            assertThat(loop.execute(() -> {})).isFalse();
            loop.close();
        }
    }

    @Nested
    class WhenItIsClosed {
        private static final int LOOPS = 10;

        @Test
        void handlersAreToldOnceThatTheirConnectionsAreClosed() throws Exception {
            Server<TestHandler> server = listen(TestHandler::new);
            start();
            TestPeer peer = connect(server.endpoint());
            TestHandler handler = server.next();
            loop.close();

            assertThat(handler.next()).isEqualTo(TestHandler.CLOSED);
            assertThat(handler.isQuiet()).isTrue();
            peer.expectEnd();
        }

        @Test
        void closingAgainDoesNothing() {
            start();
            loop.close();
            loop.close();
        }

        @Test
        void aLoopThatNeverRanGivesItsPortsBack() throws Exception {
            Server<TestHandler> server = listen(TestHandler::new);
            loop.close();
            loop.close();

            assertThatThrownBy(() -> TestPeer.connect(server.endpoint())).isInstanceOf(IOException.class);
        }

        @Test
        void fromItsOwnThreadItEndsAfterTheTurn() throws Exception {
            start();
            onLoop(() -> {
                loop.close();
                loop.close();
            });
            loop.close();

            assertThat(loop.execute(() -> {})).isFalse();
        }

        @Test
        void anInterruptedThreadThatClosesStaysInterrupted() {
            start();
            Thread.currentThread().interrupt();
            loop.close();

            assertThat(Thread.interrupted()).isTrue();
            assertThat(loop.execute(() -> {})).isFalse();
        }

        @Test
        void itDoesNotStartAgain() {
            start();
            assertThatThrownBy(() -> start())
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("the event loop test-loop was started or closed before");
            loop.close();
            assertThatThrownBy(() -> start()).isInstanceOf(IllegalStateException.class);
        }

        @Test
        void itListensNoMore() {
            loop.close();

            assertThatThrownBy(() -> listen(TestHandler::new))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("the event loop test-loop was closed");
        }

        @Test
        void noThreadAndNoDescriptorIsLeft() throws Exception {
            openAndClose(); // once, so that classes and libraries are loaded
            int before = descriptors();
            for (int i = 0; i < LOOPS; i++) {
                openAndClose();
            }

            // The JVM may open a file or two of its own meanwhile.
            assertThat(descriptors() - before).as("left by " + LOOPS + " loops").isLessThan(LOOPS);
            assertThat(Thread.getAllStackTraces().keySet())
                    .extracting(Thread::getName)
                    .doesNotContain("test-loop");
        }

        private void openAndClose() throws Exception {
            loop.close();
            makeLoop();
            Server<TestHandler> server = listen(TestHandler::new);
            start();
            List<TestPeer> peers = new ArrayList<>();
            for (int i = 0; i < 20; i++) {
                peers.add(TestPeer.connect(server.endpoint()));
                server.next();
            }
            loop.close();
            for (TestPeer peer : peers) {
                peer.close();
            }
        }

        private int descriptors() {
            String[] descriptors = new File("/proc/self/fd").list();
            assumeTrue(descriptors != null, "needs /proc");
            return descriptors.length;
        }
    }

    @Nested
    class WhenItsThreadIsInterrupted {
        @Test
        void itGoesOnAndDoesNotSpin() throws Exception {
            Server<TestHandler.Echo> server = listen(TestHandler.Echo::new);
            start();
            TestPeer peer = connect(server.endpoint());
            server.next();
            onLoop(() -> Thread.currentThread().interrupt());
            peer.send(get(1));

            assertThat(peer.receive()).isEqualTo(get(1));
            assertAtRest();
        }
    }
}
