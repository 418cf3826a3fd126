package dev.kvlb.benchmarks.compare;

import java.util.ArrayDeque;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;

/** A window of futures: where it is full, the next request waits for the oldest. */
final class FutureWindow implements Window {
    private static final long TIMEOUT_SECONDS = 10;

    private final Getter getter;
    private final Putter putter;
    private final int inFlight;
    private final ArrayDeque<CompletionStage<?>> underWay = new ArrayDeque<>();

    /** A get of a client with futures. */
    interface Getter {
        CompletionStage<?> get(String key) throws Exception;
    }

    /** A put of a client with futures. */
    interface Putter {
        CompletionStage<?> put(String key, byte[] value) throws Exception;
    }

    FutureWindow(Getter getter, Putter putter, int inFlight) {
        this.getter = getter;
        this.putter = putter;
        this.inFlight = inFlight;
    }

    @Override
    public void get(String key) throws Exception {
        makeRoom();
        underWay.add(getter.get(key));
    }

    @Override
    public void put(String key, byte[] value) throws Exception {
        makeRoom();
        underWay.add(putter.put(key, value));
    }

    @Override
    public void await() throws Exception {
        while (!underWay.isEmpty()) {
            awaitOldest();
        }
    }

    private void makeRoom() throws Exception {
        if (underWay.size() == inFlight) {
            awaitOldest();
        }
    }

    private void awaitOldest() throws ExecutionException, InterruptedException, TimeoutException {
        underWay.remove().toCompletableFuture().get(TIMEOUT_SECONDS, TimeUnit.SECONDS);
    }
}
