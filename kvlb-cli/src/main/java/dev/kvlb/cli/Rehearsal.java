package dev.kvlb.cli;

import dev.kvlb.cli.call.Invocation;
import java.io.ByteArrayInputStream;
import java.io.DataInputStream;
import java.io.EOFException;
import java.io.IOException;
import java.io.OutputStream;
import java.io.PrintStream;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;

/**
 * What the launcher runs to make an archive of classes for the commands that ask one thing: they are run once, plain and
 * through the command line, against a balancer that has but one answer to each. Prints nothing.
 */
final class Rehearsal {
    private static final int PUT = 1;
    private static final int PUT_RESPONSE = 2;
    private static final int GET_RESPONSE = 4;

    private Rehearsal() {}

    public static void main(String[] args) throws IOException {
        try (ServerSocket listener = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Thread thread = new Thread(() -> serve(listener), "rehearsal");
            thread.setDaemon(true);
            thread.start();
            String address = "127.0.0.1:" + listener.getLocalPort();
            Main.run(invocation("put", "--balancer", address, "k", "v"));
            Main.run(invocation("get", "--balancer", address, "k"));
            Main.run(invocation("get", "--balancer", address, "--raw", "--", "k"));
            Main.run(invocation("put", "--balancer", address, "--", "k", "v"));
            Main.run(invocation("--help"));
        }
    }

    private static Invocation invocation(String... arguments) {
        return new Invocation(
                List.of(arguments),
                Map.of(),
                new ByteArrayInputStream(new byte[0]),
                OutputStream.nullOutputStream(),
                new PrintStream(OutputStream.nullOutputStream(), true, StandardCharsets.UTF_8));
    }

    private static void serve(ServerSocket listener) {
        try {
            while (!listener.isClosed()) {
                answer(listener.accept());
            }
        } catch (IOException e) {
            if (!listener.isClosed()) {
                throw new UncheckedIOException(e);
            }
        }
    }

    /** Answers each put and get: done, and the value is empty. The key is k. */
    private static void answer(Socket client) throws IOException {
        try (client) {
            DataInputStream in = new DataInputStream(client.getInputStream());
            OutputStream out = client.getOutputStream();
            while (true) {
                int type = in.readUnsignedByte();
                in.skipNBytes(in.readUnsignedShort());
                if (type == PUT) {
                    out.write(new byte[] {PUT_RESPONSE, 0, 4, 0, 0, 1, 'k'});
                } else if (type < GET_RESPONSE) {
                    out.write(new byte[] {GET_RESPONSE, 0, 6, 0, 0, 1, 'k', 0, 0});
                }
            }
        } catch (EOFException e) {
            // It has had its answer.
        }
    }
}
