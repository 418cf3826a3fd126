package dev.kvlb.cli;

import dev.kvlb.protocol.FrameCodec;
import dev.kvlb.protocol.Message;
import java.io.DataInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentLinkedQueue;

/**
 * Stands between workers and their balancer, and between each two workers, and cuts connections between workers.
 *
 * <p>Workers look for their balancer here. To the balancer the proxy says that a worker takes its peers on a port of the
 * proxy's own, so that they connect to that. Who connects there, the HELLO says.
 */
final class PeerProxy implements AutoCloseable {
    private static final InetAddress HERE = InetAddress.getLoopbackAddress();

    /** What becomes of what one worker sends to another. */
    enum Cut {
        /** Connections that it opened are closed, and it can open no other. */
        CLOSED,
        /** Nothing arrives, on whichever connection, until that is over: all is late, and nobody is told. */
        SILENT
    }

    /** From one worker, by its id, to another. */
    private record Way(long from, long to) {}

    /** A connection between two workers that one opened. */
    private record Crossing(Way way, Socket near, Socket far) {
        void close() {
            closeQuietly(near);
            closeQuietly(far);
        }
    }

    private final int balancerPort;
    private final ServerSocket listener;
    private final Map<Long, Long> idsByIncarnation = new ConcurrentHashMap<>();
    private final Map<Long, ServerSocket> peerListeners = new ConcurrentHashMap<>();
    private final Collection<ServerSocket> listeners = new ConcurrentLinkedQueue<>();
    private final Collection<Socket> sockets = new ConcurrentLinkedQueue<>();
    private volatile boolean closed;

    private final Map<Cut, Set<Way>> cuts = new HashMap<>(); // guarded by this
    private final Collection<Crossing> crossings = new ArrayList<>(); // guarded by this
    private long crossed; // guarded by this

    /** Starts one in front of the balancer whose port for workers this is. */
    PeerProxy(int balancerPort) throws IOException {
        this.balancerPort = balancerPort;
        for (Cut cut : Cut.values()) {
            cuts.put(cut, new HashSet<>());
        }
        listener = listen(this::serveWorker);
    }

    /** Returns where workers are to look for their balancer. */
    String address() {
        return "127.0.0.1:" + listener.getLocalPort();
    }

    /** Cuts the way from one worker to another. */
    synchronized void cut(Cut cut, long from, long to) {
        Way way = new Way(from, to);
        cuts.get(cut).add(way);
        if (cut == Cut.CLOSED) {
            crossings.stream().filter(crossing -> crossing.way().equals(way)).forEach(Crossing::close);
        }
    }

    /** Mends all. */
    synchronized void heal() {
        cuts.values().forEach(Set::clear);
        notifyAll();
    }

    /** Returns how many connections between workers have gone through here. */
    synchronized long crossed() {
        return crossed;
    }

    // Between a worker and the balancer.

    private void serveWorker(Socket worker) throws IOException {
        Socket balancer = connect(balancerPort);
        start("proxy, from balancer", () -> copy(balancer, worker, null));
        DataInputStream in = new DataInputStream(worker.getInputStream());
        OutputStream out = balancer.getOutputStream();
        long incarnation = 0;
        try {
            while (true) {
                byte[] frame = FakeBalancer.readFrame(in);
                Message message = FrameCodec.decode(frame);
                if (message instanceof Message.Hello hello) {
                    incarnation = hello.incarnation();
                } else if (message instanceof Message.WorkerReady ready) {
                    idsByIncarnation.put(incarnation, ready.workerId());
                    int port = peerPort(ready.workerId(), ready.peerPort());
                    frame = FrameCodec.encode(new Message.WorkerReady(ready.workerId(), port));
                }
                out.write(frame);
            }
        } finally {
            closeQuietly(balancer);
        }
    }

    /** Returns the port for peers of a worker whose own port that is. */
    private synchronized int peerPort(long id, int realPort) throws IOException {
        ServerSocket known = peerListeners.get(id);
        if (known == null) {
            known = listen(peer -> servePeer(peer, id, realPort));
            peerListeners.put(id, known);
        }
        return known.getLocalPort();
    }

    // Between two workers.

    private void servePeer(Socket peer, long to, int realPort) throws IOException {
        byte[] first = FakeBalancer.readFrame(new DataInputStream(peer.getInputStream()));
        if (!(FrameCodec.decode(first) instanceof Message.Hello hello)) {
            throw new IOException("no HELLO: " + FrameCodec.decode(first));
        }
        Way way = new Way(idsByIncarnation.get(hello.incarnation()), to);
        Crossing crossing;
        synchronized (this) {
            if (cuts.get(Cut.CLOSED).contains(way)) {
                return;
            }
            crossing = new Crossing(way, peer, connect(realPort));
            crossings.add(crossing);
            crossed++;
        }
        try {
            start("proxy, back from " + to, () -> copy(crossing.far(), peer, new Way(to, way.from())));
            awaitPassable(way);
            crossing.far().getOutputStream().write(first);
            copy(peer, crossing.far(), way);
        } finally {
            crossing.close();
            synchronized (this) {
                crossings.remove(crossing);
            }
        }
    }

    private void copy(Socket from, Socket to, Way way) throws IOException {
        byte[] piece = new byte[8_192];
        InputStream in = from.getInputStream();
        try {
            for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                awaitPassable(way);
                to.getOutputStream().write(piece, 0, count);
            }
        } finally {
            awaitPassable(way);
            closeQuietly(to);
        }
    }

    private synchronized void awaitPassable(Way way) {
        try {
            while (cuts.get(Cut.SILENT).contains(way) && !closed) {
                wait();
            }
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    // Sockets and threads.

    /** Does something with a connection, and may fail when that ends. */
    private interface Task {
        void run() throws IOException;
    }

    /** Serves a connection, which is closed behind it. */
    private interface Service {
        void serve(Socket socket) throws IOException;
    }

    private ServerSocket listen(Service service) throws IOException {
        ServerSocket server = new ServerSocket(0, 50, HERE);
        listeners.add(server);
        start("proxy", () -> {
            while (true) {
                Socket socket = server.accept();
                sockets.add(socket);
                start("proxy, one connection", () -> {
                    try (socket) {
                        service.serve(socket);
                    }
                });
            }
        });
        return server;
    }

    private Socket connect(int port) throws IOException {
        Socket socket = new Socket(HERE, port);
        socket.setTcpNoDelay(true);
        sockets.add(socket);
        return socket;
    }

    private static void start(String name, Task task) {
        Thread thread = new Thread(
                () -> {
                    try {
                        task.run();
                    } catch (IOException e) {
                        // One of the two is gone, or the proxy.
                    }
                },
                name);
        thread.setDaemon(true);
        thread.start();
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    @Override
    public void close() throws IOException {
        closed = true;
        heal();
        for (ServerSocket each : listeners) {
            each.close();
        }
        List.copyOf(sockets).forEach(PeerProxy::closeQuietly);
    }
}
