package dev.kvlb.cli;

import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.FrameCodec;
import dev.kvlb.protocol.Handshake;
import dev.kvlb.protocol.Key;
import dev.kvlb.protocol.Message;
import dev.kvlb.protocol.Value;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * Takes clients and answers each request as a test wants it to: null is no answer, and the connection ends. By itself it
 * greets, if it speaks the extensions, and refuses the empty key.
 */
final class FakeBalancer implements AutoCloseable {
    private static final int HEADER_BYTES = 3;
    private static final Key EMPTY_KEY = Key.of("");
    private static final Message WELCOME = new Message.Welcome(Handshake.PROTOCOL_VERSION, Handshake.BALANCER, 0, 1);

    private final FakeServer server;
    private final boolean extended;
    private final Function<Message, Message> answers;
    private final Collection<Message> requests = new ConcurrentLinkedQueue<>();

    /** Starts one that speaks only the base protocol. */
    FakeBalancer(Function<Message, Message> answers) throws IOException {
        this(false, answers);
    }

    private FakeBalancer(boolean extended, Function<Message, Message> answers) throws IOException {
        this.extended = extended;
        this.answers = answers;
        server = new FakeServer("fake balancer", this::serve);
        server.start();
    }

    /** Starts one that speaks the extensions. */
    static FakeBalancer extended(Function<Message, Message> answers) throws IOException {
        return new FakeBalancer(true, answers);
    }

    String address() {
        return "127.0.0.1:" + server.port();
    }

    /** Returns what clients have asked, in the order in which it came. */
    Collection<Message> requests() {
        return requests;
    }

    private void serve(Socket socket) {
        try (socket) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            while (true) {
                Message request = read(in);
                if (request instanceof Message.Hello) {
                    if (extended) {
                        socket.getOutputStream().write(FrameCodec.encode(WELCOME));
                    }
                    continue;
                }
                Message answer = answer(request);
                if (answer == null) {
                    return;
                }
                socket.getOutputStream().write(FrameCodec.encode(answer));
            }
        } catch (EOFException e) {
            // The client is done.
        } catch (IOException e) {
            if (!server.isClosed()) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private @Nullable Message answer(Message request) {
        if (request.equals(new Message.Get(EMPTY_KEY))) {
            return new Message.GetResponse(ErrorCode.INVALID_KEY, EMPTY_KEY, Value.EMPTY);
        }
        requests.add(request);
        return answers.apply(request);
    }

    private static Message read(DataInputStream in) throws IOException {
        return FrameCodec.decode(readFrame(in));
    }

    /** Reads one frame, its header included. */
    static byte[] readFrame(DataInputStream in) throws IOException {
        byte[] header = new byte[HEADER_BYTES];
        in.readFully(header);
        byte[] payload = new byte[ByteBuffer.wrap(header).getShort(1) & 0xffff];
        in.readFully(payload);
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.writeBytes(header);
        frame.writeBytes(payload);
        return frame.toByteArray();
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
