package dev.kvlb.cli;

import dev.kvlb.protocol.FrameCodec;
import dev.kvlb.protocol.Message;
import java.io.ByteArrayOutputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.ByteBuffer;
import java.util.Collection;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.function.Function;

/** Takes clients and answers each request as a test wants it to: null is no answer, and the connection ends. */
final class FakeBalancer implements AutoCloseable {
    private static final int HEADER_BYTES = 3;

    private final ServerSocket listener;
    private final Function<Message, Message> answers;
    private final Collection<Message> requests = new ConcurrentLinkedQueue<>();
    private final Collection<Socket> sockets = new ConcurrentLinkedQueue<>();

    FakeBalancer(Function<Message, Message> answers) throws IOException {
        this.answers = answers;
        listener = new ServerSocket(0, 50, InetAddress.getLoopbackAddress());
        start("fake balancer", this::accept);
    }

    String address() {
        return "127.0.0.1:" + listener.getLocalPort();
    }

    /** Returns what clients have asked, in the order in which it came. */
    Collection<Message> requests() {
        return requests;
    }

    private void accept() {
        while (!listener.isClosed()) {
            try {
                Socket socket = listener.accept();
                sockets.add(socket);
                start("fake balancer, one client", () -> serve(socket));
            } catch (IOException e) {
                if (!listener.isClosed()) {
                    throw new UncheckedIOException(e);
                }
            }
        }
    }

    private void serve(Socket socket) {
        try (socket) {
            DataInputStream in = new DataInputStream(socket.getInputStream());
            while (true) {
                Message request = read(in);
                requests.add(request);
                Message answer = answers.apply(request);
                if (answer == null) {
                    return;
                }
                socket.getOutputStream().write(FrameCodec.encode(answer));
            }
        } catch (EOFException e) {
            // The client is done.
        } catch (IOException e) {
            if (!listener.isClosed()) {
                throw new UncheckedIOException(e);
            }
        }
    }

    private static Message read(DataInputStream in) throws IOException {
        byte[] header = new byte[HEADER_BYTES];
        in.readFully(header);
        byte[] payload = new byte[ByteBuffer.wrap(header).getShort(1) & 0xffff];
        in.readFully(payload);
        ByteArrayOutputStream frame = new ByteArrayOutputStream();
        frame.writeBytes(header);
        frame.writeBytes(payload);
        return FrameCodec.decode(frame.toByteArray());
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
