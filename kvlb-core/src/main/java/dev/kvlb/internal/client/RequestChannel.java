package dev.kvlb.internal.client;

import dev.kvlb.KvlbException;
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
    public void put(byte[] key, byte[] value) {
        BlockingAnswer answer = new BlockingAnswer();
        call(Request.put(key, value, answer), answer);
    }

    /** Gets, and waits for the value, or null where there is none. */
    public byte @Nullable [] get(byte[] key) {
        BlockingAnswer answer = new BlockingAnswer();
        return call(Request.get(key, answer), answer);
    }

    /** Puts, without waiting for more than a place in the window. What goes wrong goes to the sink too. */
    public void put(byte[] key, byte[] value, AnswerSink sink) {
        try {
            submit(Request.put(key, value, sink));
        } catch (KvlbException e) {
            sink.onFailure(e);
        }
    }

    /** Gets, without waiting for more than a place in the window. What goes wrong goes to the sink too. */
    public void get(byte[] key, AnswerSink sink) {
        try {
            submit(Request.get(key, sink));
        } catch (KvlbException e) {
            sink.onFailure(e);
        }
    }

    private void submit(Request request) {
        startThreads();
        takePlace(request, System.nanoTime() + options.requestTimeoutNanos());
    }

    private byte @Nullable [] call(Request request, BlockingAnswer answer) {
        startThreads();
        if (isOwnThread()) {
            throw new IllegalStateException(request + ": the thread that reads the answers can't wait for one:"
                    + " use getAsync and putAsync in what follows a future");
        }
        if (Thread.currentThread().isInterrupted()) {
            throw Failures.interruptedBeforeSent(request);
        }
        long deadlineNanos = System.nanoTime() + options.requestTimeoutNanos();
        takePlace(request, deadlineNanos);
        try {
            if (!answer.await(deadlineNanos)) {
                giveUp(request, answer, false);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            giveUp(request, answer, true);
        }
        return answer.result();
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
        if (!pipeline.add(request, System.nanoTime())) {
            throw Failures.closed(request);
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
