package dev.kvlb;

import static org.assertj.core.api.Assertions.assertThat;

import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.Frame;
import dev.kvlb.protocol.FrameCodec;
import dev.kvlb.protocol.Handshake;
import dev.kvlb.protocol.Key;
import dev.kvlb.protocol.Message;
import dev.kvlb.protocol.Value;
import java.io.DataInputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;

/** A balancer that does what the test tells it, on a free port, as bytes on a real socket. */
public final class ScriptedBalancer implements AutoCloseable {
    private static final int PATIENCE_MILLIS = 60_000;

    private static final int RECEIVE_BYTES = 65_536;

    private final int port;
    private ServerSocket listening;

    public ScriptedBalancer() throws IOException {
        listening = listen(0);
        port = listening.getLocalPort();
    }

    private static ServerSocket listen(int port) throws IOException {
        ServerSocket socket = new ServerSocket();
        socket.setReuseAddress(true);
        // Small, so that a balancer that does not read stops a client soon.
        socket.setReceiveBufferSize(RECEIVE_BYTES);
        socket.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), port));
        socket.setSoTimeout(PATIENCE_MILLIS);
        return socket;
    }

    public int port() {
        return port;
    }

    /** Returns a builder of clients of this balancer, which wait for as long as it does unless a test says otherwise. */
    public Client.Builder client() {
        Duration patience = Duration.ofMillis(PATIENCE_MILLIS);
        return Client.builder()
                .balancer("127.0.0.1", port)
                .connectTimeout(patience)
                .requestTimeout(patience);
    }

    /** Waits for the next connection; until then a client that connects waits in the backlog. */
    public Session accept() throws IOException {
        return new Session(listening.accept());
    }

    /** Takes no connections any more; those that were accepted go on. */
    public void stopListening() throws IOException {
        listening.close();
    }

    /** Takes connections again, on the same port. */
    public void listenAgain() throws IOException {
        listening = listen(port);
    }

    @Override
    public void close() throws IOException {
        stopListening();
    }

    /** One connection of a client; it speaks the base protocol until it says WELCOME. */
    public static final class Session implements AutoCloseable {
        private static final Message HELLO =
                new Message.Hello(Handshake.MAGIC, Handshake.PROTOCOL_VERSION, Handshake.CLIENT, Handshake.VERSIONS, 0);

        private final Socket socket;
        private final DataInputStream in;
        private boolean heardAnything;

        Session(Socket socket) throws IOException {
            this.socket = socket;
            socket.setSoTimeout(PATIENCE_MILLIS);
            socket.setTcpNoDelay(true);
            in = new DataInputStream(socket.getInputStream());
        }

        /** Waits for the next message, and passes over the HELLO with which a connection begins. */
        public Message receive() throws IOException {
            Message message = receiveAny();
            return message instanceof Message.Hello ? receiveAny() : message;
        }

        /** Waits for the HELLO with which a connection begins. */
        public void expectHello() throws IOException {
            assertThat(heardAnything).isFalse();
            assertThat(receiveAny()).isEqualTo(HELLO);
        }

        /** Waits for the first message, and expects no HELLO before it. */
        public void expectFirst(Message expected) throws IOException {
            assertThat(heardAnything).isFalse();
            assertThat(receiveAny()).isEqualTo(expected);
        }

        /** Answers the HELLO, which need not have been received. */
        public void welcome() throws IOException {
            send(new Message.Welcome(Handshake.PROTOCOL_VERSION, Handshake.BALANCER, 0, 7));
        }

        private Message receiveAny() throws IOException {
            Message message = read();
            assertThat(message instanceof Message.Hello && heardAnything)
                    .as("a HELLO behind another frame")
                    .isFalse();
            heardAnything = true;
            return message;
        }

        private Message read() throws IOException {
            byte[] header = in.readNBytes(Frame.HEADER_BYTES);
            if (header.length < Frame.HEADER_BYTES) {
                throw new IOException("the client closed the connection");
            }
            int payload = (header[1] & 0xff) << 8 | (header[2] & 0xff);
            byte[] frame = new byte[Frame.HEADER_BYTES + payload];
            System.arraycopy(header, 0, frame, 0, header.length);
            in.readFully(frame, header.length, payload);
            return FrameCodec.decode(frame);
        }

        public void expectPut(String key, String value) throws IOException {
            assertThat(receive()).isEqualTo(new Message.Put(Key.of(key), Value.of(value)));
        }

        public void expectGet(String key) throws IOException {
            assertThat(receive()).isEqualTo(new Message.Get(Key.of(key)));
        }

        public void expectDelete(String key) throws IOException {
            assertThat(receive()).isEqualTo(new Message.Delete(Key.of(key)));
        }

        /** Waits for the get that every balancer refuses by itself, by which a client learns what it speaks. */
        public void expectProbe() throws IOException {
            expectGet("");
        }

        /** Waits for the end of what the client sends, and expects nothing before it. */
        public void expectEnd() throws IOException {
            assertThat(in.read()).isEqualTo(-1);
        }

        public void send(Message message) throws IOException {
            sendBytes(FrameCodec.encode(message));
        }

        public void sendBytes(byte... bytes) throws IOException {
            socket.getOutputStream().write(bytes);
        }

        public void confirmPut(String key) throws IOException {
            send(new Message.PutResponse(ErrorCode.NONE, Key.of(key)));
        }

        public void answerGet(String key, String value) throws IOException {
            send(new Message.GetResponse(ErrorCode.NONE, Key.of(key), Value.of(value)));
        }

        public void answerGet(String key, ErrorCode result) throws IOException {
            send(new Message.GetResponse(result, Key.of(key), Value.EMPTY));
        }

        public void confirmPut(String key, long version, long workerId) throws IOException {
            send(new Message.VersionedPutResponse(ErrorCode.NONE, version, workerId, Key.of(key)));
        }

        public void answerGet(String key, String value, long version, long workerId) throws IOException {
            send(new Message.VersionedGetResponse(ErrorCode.NONE, version, workerId, Key.of(key), Value.of(value)));
        }

        public void confirmDelete(String key, long version, long workerId) throws IOException {
            send(new Message.VersionedDeleteResponse(ErrorCode.NONE, version, workerId, Key.of(key)));
        }

        public void answerProbe() throws IOException {
            answerGet("", ErrorCode.INVALID_KEY);
        }

        public void sendError(ErrorCode code, String message) throws IOException {
            send(new Message.Error(code, message));
        }

        /** Breaks the connection: what lies unread on either side is lost. */
        public void reset() throws IOException {
            socket.setSoLinger(true, 0);
            socket.close();
        }

        /** Ends the connection in order: the client reads what was sent, then the end. */
        @Override
        public void close() throws IOException {
            socket.shutdownOutput();
            while (in.read() >= 0) {
                // What is left unread when a socket is closed makes the close a reset.
            }
            socket.close();
        }
    }
}
