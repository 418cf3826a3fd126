package dev.kvlb.internal.client;

import dev.kvlb.ClusterMetrics;
import dev.kvlb.ClusterStatus;
import dev.kvlb.Found;
import dev.kvlb.KvlbException;
import dev.kvlb.Written;
import org.jspecify.annotations.Nullable;

/**
 * The way of requests to the balancer and of their answers back: lets them in, and keeps the two threads that carry
 * them.
 *
 * <p>The threads are started by the first request, the connection is opened then and whenever there is something to send
 * and none is open. Thread-safe.
 */
public final class RequestChannel implements AutoCloseable {
    /** A look-up of a host's name can't be cut short, so waiting for the threads must be: they end by themselves. */
    private static final long JOIN_MILLIS_MAX = 2_000;

    private final ClientOptions options;
    private final RequestWindow window;
    private final Pipeline pipeline;
    private final Sender sender;
    private final Receiver receiver;
    private final Object lifecycle = new Object();

    private volatile boolean running;
    private boolean started;
    private boolean closed;

    /** Makes a channel that opens nothing and starts nothing. */
    public RequestChannel(ClientOptions options) {
        this.options = options;
        this.window = new RequestWindow(options.inFlightMax());
        this.pipeline = new Pipeline(new RequestLine(options, window));
        this.sender = new Sender(options, pipeline);
        this.receiver = new Receiver(options, pipeline);
    }

    /** Lets requests in. */
    public void start() {
        synchronized (lifecycle) {
            if (started || closed) {
                throw new IllegalStateException(closed ? "the client is closed" : "the client was started before");
            }
            started = true;
        }
    }

    /** Puts, and waits until that is done. */
    public Written put(byte[] key, byte[] value) {
        BlockingAnswer answer = new BlockingAnswer();
        call(EntryRequest.put(key, value, answer), answer);
        return new Written(answer.version(), answer.workerId());
    }

    /** Gets, and waits for the value, or null where there is none. */
    public byte @Nullable [] get(byte[] key) {
        BlockingAnswer answer = new BlockingAnswer();
        call(EntryRequest.get(key, answer), answer);
        return answer.value();
    }

    /** Gets, and waits for the value and where it comes from, or null where there is none. */
    public @Nullable Found<byte[]> find(byte[] key) {
        BlockingAnswer answer = new BlockingAnswer();
        call(EntryRequest.get(key, answer), answer);
        byte[] value = answer.value();
        return value == null ? null : new Found<>(value, answer.version(), answer.workerId());
    }

    /** Deletes, and waits until that is done. */
    public Written delete(byte[] key) {
        BlockingAnswer answer = new BlockingAnswer();
        call(EntryRequest.delete(key, answer), answer);
        return new Written(answer.version(), answer.workerId());
    }

    /** Asks how the cluster is, and waits for the answer. */
    public ClusterStatus status() {
        BlockingAnswer answer = new BlockingAnswer();
        return Inquiry.status(answer).ask(this, answer);
    }

    /** Asks what the balancer has counted and measured, and waits for the answer. */
    public ClusterMetrics metrics() {
        BlockingAnswer answer = new BlockingAnswer();
        return Inquiry.metrics(answer).ask(this, answer);
    }

    /** Orders the cluster to start empty, and waits until that is done. */
    public void reset() {
        BlockingAnswer answer = new BlockingAnswer();
        call(OrderRequest.reset(answer), answer);
    }

    /** Orders the cluster to start with what this worker holds, and waits until that is done. */
    public void recover(long workerId) {
        BlockingAnswer answer = new BlockingAnswer();
        call(OrderRequest.recover(workerId, answer), answer);
    }

    /** Puts, without waiting for more than a place in the window. What goes wrong goes to the sink too. */
    public void put(byte[] key, byte[] value, AnswerSink sink) {
        try {
            submit(EntryRequest.put(key, value, sink));
        } catch (KvlbException e) {
            sink.onFailure(e);
        }
    }

    /** Gets, without waiting for more than a place in the window. What goes wrong goes to the sink too. */
    public void get(byte[] key, AnswerSink sink) {
        try {
            submit(EntryRequest.get(key, sink));
        } catch (KvlbException e) {
            sink.onFailure(e);
        }
    }

    /** Deletes, without waiting for more than a place in the window. What goes wrong goes to the sink too. */
    public void delete(byte[] key, AnswerSink sink) {
        try {
            submit(EntryRequest.delete(key, sink));
        } catch (KvlbException e) {
            sink.onFailure(e);
        }
    }

    private void submit(Request request) {
        startThreads();
        takePlace(request, System.nanoTime() + options.requestTimeoutNanos());
        if (!pipeline.add(request, System.nanoTime())) {
            throw Failures.closed(request);
        }
    }

    /** Lets a request in and waits for its answer, which has come when this returns; throws where there is none. */
    void call(Request request, BlockingAnswer answer) {
        startThreads();
        if (isOwnThread()) {
            throw new IllegalStateException(request + ": the thread that reads the answers can't wait for one:"
                    + " use getAsync, putAsync and the like in what follows a future");
        }
        if (Thread.currentThread().isInterrupted()) {
            throw Failures.interruptedBeforeSent(request);
        }
        long deadlineNanos = System.nanoTime() + options.requestTimeoutNanos();
        takePlace(request, deadlineNanos);
        if (!pipeline.addAndSend(request, System.nanoTime())) {
            throw Failures.closed(request);
        }
        try {
            if (!answer.await(deadlineNanos)) {
                giveUp(request, answer, false);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            giveUp(request, answer, true);
        }
        answer.throwFailure();
    }

    private void takePlace(Request request, long deadlineNanos) {
        boolean place;
        try {
            // Its own threads give the places back: one of them that waited here would wait for itself.
            place = isOwnThread() ? window.takeAtOnce() : window.take(deadlineNanos);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Failures.interruptedBeforeSent(request);
        }
        if (!place) {
            throw window.isClosed() ? Failures.closed(request) : Failures.noPlace(request, options);
        }
    }

    private void giveUp(Request request, BlockingAnswer answer, boolean interrupted) {
        KvlbException failure = pipeline.giveUp(request, interrupted);
        if (failure != null) {
            throw failure;
        }
        answer.awaitArrival();
    }

    private void startThreads() {
        if (running) {
            return;
        }
        synchronized (lifecycle) {
            if (!started) {
                throw new IllegalStateException("the client has not been started");
            }
            if (!running && !closed) {
                sender.start();
                receiver.start();
                running = true;
            }
        }
    }

    private boolean isOwnThread() {
        Thread current = Thread.currentThread();
        return current == receiver || current == sender;
    }

    /** Fails what is under way, and ends the connection and the threads. Does nothing more the second time. */
    @Override
    public void close() {
        synchronized (lifecycle) {
            closed = true;
        }
        pipeline.close();
        try {
            join(sender);
            join(receiver);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static void join(Thread thread) throws InterruptedException {
        if (thread != Thread.currentThread()) {
            thread.join(JOIN_MILLIS_MAX);
        }
    }
}
