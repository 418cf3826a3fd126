package dev.kvlb.examples.web;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import dev.kvlb.Client;
import dev.kvlb.KvlbException;
import dev.kvlb.OutcomeUnknownException;
import dev.kvlb.RefusedException;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/**
 * A web service that keeps notes: {@code GET}, {@code PUT} and {@code DELETE} of {@code /notes/NAME}. All its state is in
 * kvlb, so any number of these processes answer alike, and one that ends takes nothing with it.
 *
 * <p>Arguments: the port to listen on, by default 8080, 0 for any free one; then host and client port of the balancer, by
 * default 127.0.0.1 and 5059.
 */
public final class NoteServer implements AutoCloseable {
    private static final String PATH = "/notes/";

    private final Client client;
    private final HttpServer http;
    private final ExecutorService threads = Executors.newFixedThreadPool(8);

    private NoteServer(Client client, HttpServer http) {
        this.client = client;
        this.http = http;
    }

    public static void main(String[] args) throws IOException {
        int port = args.length > 0 ? Integer.parseInt(args[0]) : 8080;
        String host = args.length > 1 ? args[1] : "127.0.0.1";
        int balancer = args.length > 2 ? Integer.parseInt(args[2]) : 5059;
        NoteServer server = start(port, host, balancer);
        System.out.println("notes at http://127.0.0.1:" + server.port() + PATH);
        // Until somebody ends the process.
    }

    static NoteServer start(int port, String host, int balancer) throws IOException {
        InetSocketAddress address = new InetSocketAddress(InetAddress.getLoopbackAddress(), port);
        NoteServer server = new NoteServer(
                Client.builder().balancer(host, balancer).build().start(), HttpServer.create(address, 0));
        server.http.createContext(PATH, server::handle);
        server.http.setExecutor(server.threads);
        server.http.start();
        return server;
    }

    int port() {
        return http.getAddress().getPort();
    }

    @Override
    public void close() {
        http.stop(0);
        threads.shutdown();
        client.close();
    }

    private void handle(HttpExchange exchange) throws IOException {
        try (exchange) {
            try {
                answer(exchange);
            } catch (KvlbException e) {
                int status = statusOf(e);
                if (status == 503) {
                    exchange.getResponseHeaders().set("Retry-After", "1");
                }
                send(exchange, status, String.valueOf(e.getMessage()));
            }
        }
    }

    private void answer(HttpExchange exchange) throws IOException {
        String key = "note/" + exchange.getRequestURI().getPath().substring(PATH.length());
        switch (exchange.getRequestMethod()) {
            case "GET" -> {
                Optional<String> note = client.get(key);
                send(exchange, note.isPresent() ? 200 : 404, note.orElse("no such note"));
            }
            case "PUT" -> {
                // Enough to see that it is too much, which the client says then.
                client.put(key, new String(exchange.getRequestBody().readNBytes(100_000), UTF_8));
                send(exchange, 204, "");
            }
            case "DELETE" -> {
                client.delete(key);
                send(exchange, 204, "");
            }
            default -> {
                exchange.getResponseHeaders().set("Allow", "GET, PUT, DELETE");
                send(exchange, 405, "GET, PUT or DELETE");
            }
        }
    }

    /** What a client of this service can do next is what a client of the store can. */
    private static int statusOf(KvlbException e) {
        if (e instanceof RefusedException) {
            return 413; // a note that is too long, or its name
        }
        if (e instanceof OutcomeUnknownException) {
            return 504; // it may have been done: look before you try again; PUT and DELETE may be repeated
        }
        return 503; // nothing was done: try again later
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        byte[] body = text.getBytes(UTF_8);
        exchange.getResponseHeaders().set("Content-Type", "text/plain; charset=utf-8");
        if (body.length == 0) {
            exchange.sendResponseHeaders(status, -1);
            return;
        }
        exchange.sendResponseHeaders(status, body.length);
        exchange.getResponseBody().write(body);
    }
}
