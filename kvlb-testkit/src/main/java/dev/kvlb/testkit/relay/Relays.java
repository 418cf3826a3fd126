package dev.kvlb.testkit.relay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.ByteBuffer;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.TimeUnit;

/**
 * All relays of one cluster: a port in place of each port of a part, and what is wrong with the ways between the parts.
 *
 * <p>One thread carries all bytes. What a method changes holds when it returns. Safe for use by several threads.
 */
public final class Relays implements AutoCloseable {
    /** Who opened a connection and did not say who it is, in the protocol's extensions. */
    static final Host STRANGER = new Host("a worker that did not say HELLO");

    /** Where balancers and workers listen that are told nothing else. */
    static final InetAddress HERE = loopback();

    private static final int PIECE_BYTES_MAX = 65_536;
    private static final long NANOS_A_MILLI = 1_000_000;

    /** A port for peers that a worker has of its own. */
    private record PeerPort(Host worker, int port) {}

    private final Selector selector;
    private final Queue<Runnable> tasks = new ConcurrentLinkedQueue<>();
    private final CompletableFuture<Void> end = new CompletableFuture<>();

    // For the thread alone.

    private final WayFaults faults = new WayFaults();
    private final List<RelayPort> ports = new ArrayList<>();
    private final Map<PeerPort, RelayPort> peerPorts = new HashMap<>();
    private final Map<Long, Host> workersByIncarnation = new HashMap<>();
    private final List<Relayed> connections = new ArrayList<>();
    private final Map<Way, Long> opened = new HashMap<>();
    private final ByteBuffer buffer = ByteBuffer.allocateDirect(PIECE_BYTES_MAX);
    private boolean closing;

    private static InetAddress loopback() {
        try {
            return InetAddress.getByAddress(new byte[] {127, 0, 0, 1});
        } catch (UnknownHostException e) {
            throw new AssertionError(e);
        }
    }

    /** Starts the thread; there is no relay yet. */
    public Relays() {
        try {
            selector = Selector.open();
        } catch (IOException e) {
            throw new UncheckedIOException("no selector for the relays", e);
        }
        Thread thread = new Thread(this::run, "kvlb-testkit-relays");
        thread.setDaemon(true);
        thread.start();
    }

    // Ports.

    /** Opens a port for connections of one host to another, and passes on what they carry. */
    public RelayPort listen(Host caller, Host callee, InetSocketAddress target) {
        return listen(callee, target, connection -> connection.callerIs(caller));
    }

    /**
     * Opens a port on which workers find their balancer, and one more for each worker, on which its peers find it.
     *
     * @param caller what those are called that connect to the balancer; between peers each is {@link Host#worker}
     */
    public RelayPort listenForWorkers(Host caller, Host callee, InetSocketAddress target) {
        return listen(callee, target, connection -> {
            connection.callerIs(caller);
            connection.look(new WorkerIntake(this));
        });
    }

    /** Closes a port for good; connections that stand stay. */
    public void close(RelayPort port) {
        call(() -> {
            port.closeNow();
            ports.remove(port);
        });
    }

    private RelayPort listen(Host callee, InetSocketAddress target, Introduction introduction) {
        return ask(() -> open(callee, target, introduction));
    }

    private RelayPort open(Host callee, InetSocketAddress target, Introduction introduction) throws IOException {
        RelayPort port = new RelayPort(this, selector, target, (near, to) -> {
            Relayed connection = new Relayed(near, callee, to, faults, this::onOpened, selector);
            introduction.introduce(connection);
            connections.add(connection);
        });
        ports.add(port);
        return port;
    }

    /** Says who opened a connection, or how that will be known. */
    private interface Introduction {
        void introduce(Relayed connection);
    }

    /** A worker has said who it is, and on which port it takes its peers; returns that on which a relay does. */
    int introduce(Host worker, long incarnation, int port) throws IOException {
        workersByIncarnation.put(incarnation, worker);
        PeerPort key = new PeerPort(worker, port);
        RelayPort known = peerPorts.get(key);
        if (known == null) {
            InetSocketAddress target = new InetSocketAddress(HERE, port);
            known = open(worker, target, connection -> connection.look(new PeerIntake(this, connection)));
            peerPorts.put(key, known);
        }
        return known.address().getPort();
    }

    /** Returns the worker of which this is the incarnation. */
    Host worker(long incarnation) {
        return workersByIncarnation.getOrDefault(incarnation, STRANGER);
    }

    private void onOpened(Way way) {
        opened.merge(way, 1L, Long::sum);
    }

    /** Returns how many connections the one has opened to the other so far. */
    public long connections(Host from, Host to) {
        return ask(() -> opened.getOrDefault(new Way(from, to), 0L));
    }

    // Faults.

    /** Nothing that the one sends arrives at the other until that is healed, nor can it open a connection. */
    public void silence(Host from, Host to) {
        call(() -> faults.silence(new Way(from, to)));
    }

    /** Connections that the one opened to the other break, and it can open no other until that is healed. */
    public void refuse(Host from, Host to) {
        call(() -> faults.refuse(new Way(from, to)));
    }

    /** All that the one sends arrives at the other so much later. */
    public void delay(Host from, Host to, Duration late) {
        call(() -> faults.delay(new Way(from, to), late.toNanos()));
    }

    /** Connections between the two break; others can be opened at once. */
    public void disconnect(Host one, Host other) {
        Way way = new Way(one, other);
        call(() -> connections.stream()
                .filter(connection -> connection.goes(way) || connection.goes(way.back()))
                .forEach(Relayed::reset));
    }

    /** Nothing is wrong any more with the way from one to another. */
    public void heal(Host from, Host to) {
        call(() -> faults.heal(new Way(from, to)));
    }

    /** Nothing is wrong any more with any way. */
    public void heal() {
        call(faults::healAll);
    }

    /**
     * A host is dead for all others at once: they find their connections to it reset, and can open none to its peer ports
     * of now. It finds nothing itself, and what it still says goes nowhere.
     */
    public void cutOff(Host host) {
        call(() -> {
            connections.stream()
                    .filter(connection -> connection.touches(host))
                    .forEach(connection -> connection.cutOff(host));
            peerPorts.entrySet().removeIf(entry -> {
                boolean gone = entry.getKey().worker().equals(host);
                if (gone) {
                    entry.getValue().closeNow();
                    ports.remove(entry.getValue());
                }
                return gone;
            });
        });
    }

    /** Returns a line for each fault, for people. */
    public List<String> faults() {
        return ask(faults::lines);
    }

    // The thread.

    /** Does something on the thread, and returns when it is done. */
    void call(Runnable action) {
        ask(() -> {
            action.run();
            return null;
        });
    }

    private <T> T ask(Callable<T> question) {
        CompletableFuture<T> answer = new CompletableFuture<>();
        tasks.add(() -> {
            try {
                T result = question.call();
                // A channel that is registered is not closed for others before the selector has looked again.
                selector.selectNow();
                answer.complete(result);
            } catch (Exception e) {
                answer.completeExceptionally(e);
            }
        });
        selector.wakeup();
        try {
            CompletableFuture.anyOf(answer, end).join();
        } catch (CompletionException e) {
            throw new IllegalStateException("the relays can't do that: " + e.getCause(), e.getCause());
        }
        if (!answer.isDone()) {
            throw new IllegalStateException("the relays have ended");
        }
        return answer.join();
    }

    private void run() {
        try {
            while (!closing) {
                turn();
            }
            end.complete(null);
        } catch (IOException | RuntimeException | Error e) {
            end.completeExceptionally(e);
        } finally {
            ports.forEach(RelayPort::closeNow);
            connections.forEach(Relayed::reset);
            Quietly.close(selector);
        }
    }

    private void turn() throws IOException {
        selector.select(millisToWait());
        for (Runnable task = tasks.poll(); task != null; task = tasks.poll()) {
            task.run();
        }
        long now = System.nanoTime();
        for (SelectionKey key : selector.selectedKeys()) {
            if (!key.isValid()) {
                continue;
            }
            if (key.attachment() instanceof RelayPort port) {
                port.onAcceptable();
            } else if (key.attachment() instanceof Relayed connection) {
                connection.onSelected(buffer, now);
            }
        }
        selector.selectedKeys().clear();
        connections.forEach(connection -> connection.advance(now));
        connections.removeIf(Relayed::isClosed);
    }

    /** Returns for how long to wait for a key or a task, as a selector takes it: 0 is for ever. */
    private long millisToWait() {
        long now = System.nanoTime();
        long idle = Long.MAX_VALUE;
        for (Relayed connection : connections) {
            idle = Math.min(idle, connection.idleNanos(now));
        }
        return idle == Long.MAX_VALUE ? 0 : Math.max(1, (idle + NANOS_A_MILLI - 1) / NANOS_A_MILLI);
    }

    /** Ends all relays: every connection through one breaks. */
    @Override
    public void close() {
        tasks.add(() -> closing = true);
        selector.wakeup();
        try {
            end.get(10, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new AssertionError("the relays did not end in order", e);
        }
    }
}
