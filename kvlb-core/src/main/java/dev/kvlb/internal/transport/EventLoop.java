package dev.kvlb.internal.transport;

import dev.kvlb.internal.link.Connector;
import dev.kvlb.internal.link.Core;
import dev.kvlb.internal.link.Endpoint;
import dev.kvlb.internal.link.LinkAcceptor;
import java.io.IOException;
import java.net.Inet4Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ProtocolFamily;
import java.net.StandardProtocolFamily;
import java.net.StandardSocketOptions;
import java.net.UnknownHostException;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * One thread that drives one core with what comes over its connections, and writes what the core answers.
 *
 * <p>A turn: wait until something is ready, a task has come or the core's next deadline is there; tell the core the
 * time; run tasks; accept, connect and read, at most once for each connection; hand on what resumed links had kept, and
 * which links have drained or closed; tell the core that the turn ends; then write each link that it touched, once. So a
 * core that answers a hundred frames of a turn on one link costs one system call for it. A link with ample output, {@value
 * TcpLink#AMPLE_BYTES} bytes or more, is written as soon as the connection at hand has been read: the process at its other
 * end begins with that on another core of the machine, in place of waiting for the end of a long turn. With {@value
 * TcpLink#FULL_BYTES} bytes it is written before the core appends more.
 *
 * <p>An exception out of the core, or out of a task, ends the loop: every connection is closed, the core is not called
 * any more, and the consumer that was passed in is told the cause, on the loop's thread, as the last thing that happens
 * on it.
 *
 * <p>All methods are safe for use by several threads, but {@link #connector()} is for the core, on the loop's thread.
 */
public final class EventLoop implements AutoCloseable {
    private static final Duration CONNECT_TIMEOUT = Duration.ofSeconds(1);
    private static final int BACKLOG = 1_024;
    private static final long NANOS_PER_MILLI = 1_000_000;

    private final String name;
    private final Consumer<? super Throwable> onFailure;
    private final Selector selector;
    private final TaskQueue tasks;
    private final Timers timers = new Timers();
    private final Links links;
    private final NameResolver resolver;
    private final List<SelectionKey> ready = new ArrayList<>();

    /** Guards thread and released: that a port is opened, or the thread started, never meets the end. */
    private final Object lifeCycle = new Object();

    private @Nullable Thread thread;
    private boolean released;

    private boolean closing;
    private volatile @Nullable Throwable failure;

    /**
     * Makes a loop that does not run yet.
     *
     * @param name of its thread
     * @param onFailure told what ended the loop, if it was an exception out of the core or a task
     * @throws IOException if the system has no more descriptors
     */
    public EventLoop(String name, Consumer<? super Throwable> onFailure) throws IOException {
        this(name, onFailure, InetAddress::getAllByName);
    }

    EventLoop(String name, Consumer<? super Throwable> onFailure, NameResolver.Lookup lookup) throws IOException {
        this.name = name;
        this.onFailure = onFailure;
        selector = Selector.open();
        tasks = new TaskQueue(selector::wakeup);
        links = new Links(selector, timers);
        resolver = new NameResolver(name + "-resolver", lookup);
    }

    /**
     * Listens on an address; connections are accepted once the loop runs.
     *
     * @param local the host, looked up at once if it is a name, and the port, 0 for any free one
     * @param connectionsMax 1 or more; a connection beyond that is accepted and closed at once
     * @return the host as it was given, with the port that was bound
     * @throws IOException if that can't be done; the message names the address and the reason
     */
    public Endpoint listen(Endpoint local, LinkAcceptor acceptor, int connectionsMax) throws IOException {
        if (connectionsMax < 1) {
            throw new IllegalArgumentException("connectionsMax must be 1 or more: " + connectionsMax);
        }
        ServerSocketChannel channel = bind(local);
        try {
            synchronized (lifeCycle) {
                if (released) {
                    throw new IllegalStateException("the event loop " + name + " was closed");
                }
                Endpoint bound = new Endpoint(local.host(), channel.socket().getLocalPort());
                SelectionKey key = channel.register(selector, 0);
                key.attach(new Acceptor(channel, key, bound, acceptor, links, connectionsMax));
                key.interestOps(SelectionKey.OP_ACCEPT);
                selector.wakeup();
                return bound;
            }
        } catch (IOException | RuntimeException e) {
            Quietly.close(channel);
            throw e;
        }
    }

    private static ServerSocketChannel bind(Endpoint local) throws IOException {
        try {
            InetAddress address = InetAddress.getByName(local.host());
            // Else an IPv4 address would be bound as a part of IPv6, and 0.0.0.0 would take the port of both.
            ProtocolFamily family =
                    address instanceof Inet4Address ? StandardProtocolFamily.INET : StandardProtocolFamily.INET6;
            ServerSocketChannel channel = ServerSocketChannel.open(family);
            try {
                channel.configureBlocking(false);
                channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
                return channel.bind(new InetSocketAddress(address, local.port()), BACKLOG);
            } catch (IOException | RuntimeException e) {
                Quietly.close(channel);
                throw e;
            }
        } catch (UnknownHostException e) {
            throw new IOException("can't listen on " + local + ": unknown host", e);
        } catch (UnsupportedOperationException e) {
            throw new IOException("can't listen on " + local + ": the system has no such addresses", e);
        } catch (IOException e) {
            throw new IOException("can't listen on " + local + ": " + e.getMessage(), e);
        }
    }

    /** Returns what opens connections for the core, within 1 second. */
    public Connector connector() {
        return connector(CONNECT_TIMEOUT);
    }

    /**
     * Returns what opens connections for the core.
     *
     * @param timeout for the lookup of a name, and for each of the at most 4 addresses that are tried
     */
    public Connector connector(Duration timeout) {
        return new TcpConnector(this, selector, links, resolver, timeout.toNanos());
    }

    /**
     * Runs a task on the loop's thread, in its next turn. Tasks run in the order in which they came, before the input
     * of their turn; those that come before the start run in the first one.
     *
     * @return whether the task was taken: false once the loop has ended. What was taken before {@link #close()} was
     *     called runs, unless an exception ends the loop first
     */
    public boolean execute(Runnable task) {
        return tasks.add(task);
    }

    /**
     * Starts the loop's one thread, whose first turn comes at once. It keeps the JVM running.
     *
     * @throws IllegalStateException if the loop was started or closed before
     */
    public void start(Core core) {
        synchronized (lifeCycle) {
            if (thread != null || released) {
                throw new IllegalStateException("the event loop " + name + " was started or closed before");
            }
            thread = new Thread(() -> run(core), name);
            // Something to do, so that the first turn comes at once.
            tasks.add(() -> {});
            thread.start();
        }
    }

    /** Returns whether the calling thread is the loop's, which must not wait for what only the loop can do. */
    boolean isLoopThread() {
        synchronized (lifeCycle) {
            return thread == Thread.currentThread();
        }
    }

    /** Returns the exception that ended the loop, or null while it runs and after it was closed. */
    public @Nullable Throwable failure() {
        return failure;
    }

    /**
     * Ends the loop after the turn that it is in, and closes every port and connection at once: a core that has
     * something to say before that closes its links first and waits for their end. Handlers are told
     * {@code onClosed}; attempts to connect end unheard.
     *
     * <p>Returns when the loop's thread has ended; called on that thread, returns at once. Closing again does nothing.
     */
    @Override
    public void close() {
        Thread running;
        synchronized (lifeCycle) {
            running = thread;
            if (running == null) {
                release();
                return;
            }
        }
        tasks.add(() -> closing = true);
        if (!isLoopThread()) {
            joinUninterruptibly(running);
        }
    }

    private static void joinUninterruptibly(Thread thread) {
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true;
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    // The loop's thread.

    private void run(Core core) {
        Throwable cause = null;
        try {
            while (!closing) {
                turn(core);
            }
            links.closeAll();
        } catch (Throwable e) {
            // Also errors: whatever it was, the core is in an unknown state, and its owner must hear of it.
            cause = e;
            failure = e;
        }
        synchronized (lifeCycle) {
            release();
        }
        if (cause != null) {
            onFailure.accept(cause);
        }
    }

    private void turn(Core core) throws IOException {
        select(core);
        long nowNanos = System.nanoTime();
        timers.setNow(nowNanos);
        core.onTime(nowNanos);
        tasks.run();
        for (SelectionKey key : ready) {
            ((SelectionListener) key.attachment()).onSelected();
            links.writeAmple();
        }
        ready.clear();
        timers.runDue();
        links.handOn();
        core.onTurnEnded();
        links.settle();
    }

    private void select(Core core) throws IOException {
        // A listener of the application may have left the thread interrupted: no select would ever wait again.
        Thread.interrupted();
        long deadlineNanos = Math.min(core.nextDeadlineNanos(), timers.nextNanos());
        long waitNanos = deadlineNanos == Core.NO_DEADLINE ? Long.MAX_VALUE : deadlineNanos - System.nanoTime();
        if (waitNanos <= 0 || links.hasWork() || !tasks.park()) {
            selector.selectNow(ready::add);
        } else if (waitNanos == Long.MAX_VALUE) {
            selector.select(ready::add);
        } else {
            // Rounded up: a moment too late costs less than turns that find nothing due yet.
            selector.select(ready::add, (waitNanos - 1) / NANOS_PER_MILLI + 1);
        }
    }

    /** Gives back all that the loop holds of the system. */
    private void release() {
        if (released) {
            return;
        }
        released = true;
        tasks.close();
        resolver.close();
        for (SelectionKey key : selector.keys()) {
            Quietly.close(key.channel());
        }
        Quietly.close(selector);
    }
}
