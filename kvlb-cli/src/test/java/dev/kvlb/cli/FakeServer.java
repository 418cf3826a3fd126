package dev.kvlb.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.Collection;
import java.util.concurrent.ConcurrentLinkedQueue;

/** Takes connections on a free port of the loopback address, and has each served in a thread of its own. */
public final class FakeServer implements AutoCloseable {
    private final String name;
    private final Service service;
    private final ServerSocket listener;
    private final Collection<Socket> sockets = new ConcurrentLinkedQueue<>();

    /** What becomes of a connection. */
    public interface Service {
        /** Serves until it ends; called in a thread of its own. */
        void serve(Socket socket);
    }

    /** Listens from now on; connections wait for {@link #start}. */
    public FakeServer(String name, Service service) throws IOException {
        this.name = name;
        this.service = service;
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    /** Accepts from now on. */
    public void start() {
        start(name, this::accept);
    }

    /** Returns the port that it listens on. */
    public int port() {
        return listener.getLocalPort();
    }

    /** Returns whether the test is done with it. */
    public boolean isClosed() {
        return listener.isClosed();
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                sockets.add(socket);
                start(name + ", one client", () -> service.serve(socket));
            } catch (IOException e) {
                if (!listener.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private static void start(String name, Runnable task) {
        Thread thread = new Thread(task, name);
        thread.setDaemon(true);
        thread.start();
    }

    @Override
    public void close() throws IOException {
        listener.close();
        for (Socket socket : sockets) {
            socket.close();
        }
    }
}
