package dev.kvlb.testkit.relay;

import java.io.Closeable;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;

/** One end of a connection that a test has in its hands. */
final class Wire implements Closeable {
    private static final int READ_MAX_MILLIS = 60_000;

    private final Socket socket;

    private Wire(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(READ_MAX_MILLIS);
        socket.setTcpNoDelay(true);
    }

    static Wire to(InetSocketAddress address) throws IOException {
        return new Wire(new Socket(address.getAddress(), address.getPort()));
    }

    static Wire from(ServerSocket server) throws IOException {
        server.setSoTimeout(READ_MAX_MILLIS);
        return new Wire(server.accept());
    }

    void send(String text) throws IOException {
        send(text.getBytes(StandardCharsets.US_ASCII));
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    String receive(int length) throws IOException {
        return new String(receiveBytes(length), StandardCharsets.US_ASCII);
    }

    byte[] receiveBytes(int length) throws IOException {
        byte[] bytes = new byte[length];
        new DataInputStream(socket.getInputStream()).readFully(bytes);
        return bytes;
    }

    /** Returns the next byte, or -1 where the other side has ended its output. */
    int read() throws IOException {
        return socket.getInputStream().read();
    }

    void endOutput() throws IOException {
        socket.shutdownOutput();
    }

    /** Closes it as the operating system of a process that was killed may. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    /** Returns whether nothing comes, for so long. */
    boolean isQuiet(int millis) throws IOException {
        socket.setSoTimeout(millis);
        try {
            socket.getInputStream().read();
            return false;
        } catch (SocketTimeoutException e) {
            return true;
        } finally {
            socket.setSoTimeout(READ_MAX_MILLIS);
        }
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
