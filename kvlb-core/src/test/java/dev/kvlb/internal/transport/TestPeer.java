package dev.kvlb.internal.transport;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.internal.link.Endpoint;
import dev.kvlb.protocol.Frame;
import dev.kvlb.protocol.FrameCodec;
import dev.kvlb.protocol.Message;
import java.io.BufferedInputStream;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.Socket;
import java.util.concurrent.TimeUnit;

/** The other end of a connection, on a blocking socket. */
final class TestPeer implements AutoCloseable {
    final Socket socket;
    private final DataInputStream in;

    TestPeer(Socket socket) throws IOException {
        this.socket = socket;
        socket.setSoTimeout((int) TimeUnit.SECONDS.toMillis(LoopFixture.PATIENCE_SECONDS));
        socket.setTcpNoDelay(true);
        in = new DataInputStream(new BufferedInputStream(socket.getInputStream()));
    }

    static TestPeer connect(Endpoint endpoint) throws IOException {
        return new TestPeer(new Socket(endpoint.host(), endpoint.port()));
    }

    void send(Message... messages) throws IOException {
        for (Message message : messages) {
            send(FrameCodec.encode(message));
        }
    }

    void send(byte[] bytes) throws IOException {
        socket.getOutputStream().write(bytes);
    }

    Message receive() throws IOException {
        byte[] header = new byte[Frame.HEADER_BYTES];
        in.readFully(header);
        int payload = ((header[1] & 0xff) << 8) | (header[2] & 0xff);
        byte[] frame = new byte[header.length + payload];
        System.arraycopy(header, 0, frame, 0, header.length);
        in.readFully(frame, header.length, payload);
        return FrameCodec.decode(frame);
    }

    /** Waits for the orderly end of the stream. */
    void expectEnd() throws IOException {
        assertThat(in.read()).isEqualTo(-1);
    }

    void shutdownOutput() throws IOException {
        socket.shutdownOutput();
    }

    /** Ends the connection with a reset. */
    void reset() throws IOException {
        socket.setSoLinger(true, 0);
        socket.close();
    }

    @Override
    public void close() throws IOException {
        socket.close();
    }
}
