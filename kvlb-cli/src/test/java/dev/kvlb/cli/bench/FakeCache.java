package dev.kvlb.cli.bench;

import static java.nio.charset.StandardCharsets.ISO_8859_1;

import dev.kvlb.cli.FakeServer;
import java.io.BufferedInputStream;
import java.io.ByteArrayOutputStream;
import java.io.Closeable;
import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.Socket;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.BinaryOperator;

/** A little Redis or memcached: it stores what it gets, and a test may have it answer with something else. */
public final class FakeCache implements Closeable {
    private final FakeServer server;
    private final Protocol protocol;
    private final BinaryOperator<String> answers;
    private final Map<String, String> values = new ConcurrentHashMap<>();

    /**
     * Starts one.
     *
     * @param answers gives the value to answer with, by the key and the one that is stored; {@code ""} is none, and null
     *     ends the connection without an answer
     */
    public FakeCache(Protocol protocol, BinaryOperator<String> answers) throws IOException {
        this.protocol = protocol;
        this.answers = answers;
        server = new FakeServer("fake cache", this::serve);
        server.start();
    }

    /** Starts one that answers with what is stored. */
    public FakeCache(Protocol protocol) throws IOException {
        this(protocol, (key, value) -> value);
    }

    Target target() {
        return new Target(protocol, "127.0.0.1", server.port());
    }

    /** Returns its address, with the scheme. */
    public String address() {
        return target().toString();
    }

    /** Returns what is stored. */
    public Map<String, String> values() {
        return values;
    }

    private void serve(Socket socket) {
        try (socket) {
            InputStream in = new BufferedInputStream(socket.getInputStream());
            OutputStream out = socket.getOutputStream();
            String answer = answer(in);
            while (answer != null) {
                out.write(answer.getBytes(ISO_8859_1));
                answer = answer(in);
            }
        } catch (IOException e) {
            // The client is done, or the test is.
        }
    }

    private String answer(InputStream in) throws IOException {
        return protocol == Protocol.REDIS ? answerOfRedis(in) : answerOfMemcached(in);
    }

    private String answerOfRedis(InputStream in) throws IOException {
        String[] words = new String[Integer.parseInt(line(in).substring(1))];
        for (int i = 0; i < words.length; i++) {
            words[i] = block(in, Integer.parseInt(line(in).substring(1)));
        }
        if (words[0].equals("SET")) {
            values.put(words[1], words[2]);
            return "+OK\r\n";
        }
        String value = value(words[1]);
        if (value == null) {
            return null;
        }
        return value.isEmpty() ? "$-1\r\n" : "$" + value.length() + "\r\n" + value + "\r\n";
    }

    private String answerOfMemcached(InputStream in) throws IOException {
        String[] words = line(in).split(" ", -1);
        if (words[0].equals("set")) {
            values.put(words[1], block(in, Integer.parseInt(words[4])));
            return "STORED\r\n";
        }
        String value = value(words[1]);
        if (value == null) {
            return null;
        }
        return value.isEmpty()
                ? "END\r\n"
                : "VALUE " + words[1] + " 0 " + value.length() + "\r\n" + value + "\r\nEND\r\n";
    }

    private String value(String key) {
        return answers.apply(key, values.getOrDefault(key, ""));
    }

    private static String line(InputStream in) throws IOException {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                throw new EOFException();
            }
            line.write(b);
        }
        return line.toString(ISO_8859_1).strip();
    }

    private static String block(InputStream in, int length) throws IOException {
        String block = new String(in.readNBytes(length), ISO_8859_1);
        in.readNBytes("\r\n".length());
        return block;
    }

    @Override
    public void close() throws IOException {
        server.close();
    }
}
