package dev.kvlb;

import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.HexFormat;

/** A program that knows nothing but the base protocol: sends bytes, and reads whole frames as bytes. */
final class RawConnection implements AutoCloseable {
    private static final int TIMEOUT_MILLIS = 60_000;

    private final Socket socket;
    private final DataInputStream in;

    private RawConnection(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout(TIMEOUT_MILLIS);
        socket.setTcpNoDelay(true);
        in = new DataInputStream(socket.getInputStream());
    }

    static RawConnection to(InetSocketAddress address) throws IOException {
        return new RawConnection(new Socket(address.getAddress(), address.getPort()));
    }

    static RawConnection accept(ServerSocket listener) throws IOException {
        listener.setSoTimeout(TIMEOUT_MILLIS);
        return new RawConnection(listener.accept());
    }

    static ServerSocket listen() throws IOException {
        return new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
    }

    void send(String hex) throws IOException {
        socket.getOutputStream().write(HexFormat.of().parseHex(hex));
    }

    /** Returns the next frame in hex. */
    String receive() throws IOException {
        byte[] header = new byte[3];
        in.readFully(header);
        byte[] payload = new byte[((header[1] & 0xff) << 8) | (header[2] & 0xff)];
        in.readFully(payload);
        return HexFormat.of().formatHex(header) + HexFormat.of().formatHex(payload);
    }

    /** Returns whether the other side has closed the connection, after waiting for that. */
    boolean isClosedByPeer() throws IOException {
        try {
            return in.read() < 0;
        } catch (EOFException e) {
            return true;
        }
    }

    void endOutput() throws IOException {
        socket.shutdownOutput();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
