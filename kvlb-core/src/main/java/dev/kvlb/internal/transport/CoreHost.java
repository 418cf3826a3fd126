package dev.kvlb.internal.transport;

import dev.kvlb.internal.link.Core;
import java.util.concurrent.CompletableFuture;
import java.util.function.Consumer;
import java.util.function.Function;

/**
 * The life of one core on an event loop of its own: started, asked and told from any thread, drained, ended.
 *
 * <p>Safe for use by several threads.
 *
 * @param <C> the core
 */
public final class CoreHost<C extends Core> {
    private final C core;
    private final EventLoop loop;
    private final Runnable whenEnded;
    private final CompletableFuture<Void> termination;

    private CoreHost(C core, EventLoop loop, Runnable whenEnded, CompletableFuture<Void> termination) {
        this.core = core;
        this.loop = loop;
        this.whenEnded = whenEnded;
        this.termination = termination;
    }

    /**
     * Lets a core live on a loop that does not run yet, and starts the loop.
     *
     * @param whenEnded what to let go of when the core has ended, on the thread of the loop
     * @param termination completed when the core has ended; whoever made the loop completes it where the loop fails
     */
    public static <C extends Core> CoreHost<C> start(
            C core, EventLoop loop, Runnable whenEnded, CompletableFuture<Void> termination) {
        CoreHost<C> host = new CoreHost<>(core, loop, whenEnded, termination);
        loop.start(host.new EndingCore());
        return host;
    }

    /** Lets the core do something, soon. */
    public void tell(Consumer<C> what) {
        loop.execute(() -> what.accept(core));
    }

    /**
     * Returns what the core answers, after waiting for it.
     *
     * @throws IllegalStateException if the core has ended
     */
    public <T> T ask(Function<C, T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        if (loop.execute(() -> answer.complete(question.apply(core)))) {
            CompletableFuture.anyOf(answer, termination.exceptionally(failure -> null))
                    .join();
        }
        if (!answer.isDone()) {
            throw new IllegalStateException("it has ended", loop.failure());
        }
        return answer.join();
    }

    /** Ends in order, and returns when all is closed; the core bounds the time. Does nothing the second time. */
    public void close() {
        loop.execute(core::drain);
        if (!loop.isLoopThread()) {
            termination.exceptionally(failure -> null).join();
            loop.close();
        }
    }

    /** Returns what completes when the core has ended, with the cause if it failed. */
    public CompletableFuture<Void> termination() {
        return termination.copy();
    }

    /** The core, and a look after each turn whether it has come to its end. */
    private final class EndingCore implements Core {
        @Override
        public void onTime(long nowNanos) {
            core.onTime(nowNanos);
        }

        @Override
        public void onTurnEnded() {
            core.onTurnEnded();
            if (core.isEnded()) {
                loop.close();
                whenEnded.run();
                termination.complete(null);
            }
        }

        @Override
        public long nextDeadlineNanos() {
            return core.nextDeadlineNanos();
        }

        @Override
        public void drain() {
            core.drain();
        }

        @Override
        public boolean isEnded() {
            return core.isEnded();
        }
    }
}
