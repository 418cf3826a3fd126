package dev.kvlb.examples.async;

import dev.kvlb.BusyException;
import dev.kvlb.Client;
import dev.kvlb.OutcomeUnknownException;
import dev.kvlb.RefusedException;
import dev.kvlb.UnreachableException;
import java.io.PrintStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Requests that do not wait for each other's answers: thousands a second over one connection.
 *
 * <p>Needs a balancer with a worker: {@code kvlb balancer} and {@code kvlb worker}. Arguments: host and client port, by
 * default 127.0.0.1 and 5059.
 */
public final class AsyncClient {
    private static final int NUMBERS = 1_000;

    private AsyncClient() {}

    public static void main(String[] args) {
        String host = args.length > 0 ? args[0] : "127.0.0.1";
        int port = args.length > 1 ? Integer.parseInt(args[1]) : 5059;
        run(host, port, System.out);
    }

    static void run(String host, int port, PrintStream out) {
        try (Client client = Client.builder().balancer(host, port).build().start()) {
            List<CompletableFuture<?>> puts = new ArrayList<>();
            for (int i = 1; i <= NUMBERS; i++) {
                puts.add(client.putAsync("square/" + i, Long.toString((long) i * i)));
            }
            puts.forEach(CompletableFuture::join);
            out.println("stored " + puts.size() + " squares");

            List<CompletableFuture<Optional<String>>> gets = new ArrayList<>();
            for (int i = 1; i <= NUMBERS; i++) {
                gets.add(client.getAsync("square/" + i));
            }
            long sum = gets.stream()
                    .map(CompletableFuture::join)
                    .mapToLong(value -> value.map(Long::parseLong).orElse(0L))
                    .sum();
            out.println("their sum is " + sum);
        } catch (CompletionException e) {
            out.println(whatNext(e.getCause()));
        }
    }

    /** There is one exception for each thing that can be done next. */
    private static String whatNext(@Nullable Throwable failure) {
        if (failure instanceof UnreachableException) {
            return "nothing was done; start a balancer: " + failure.getMessage();
        }
        if (failure instanceof BusyException) {
            return "nothing was done; try again later: " + failure.getMessage();
        }
        if (failure instanceof RefusedException) {
            return "will never be done; change the key or the value: " + failure.getMessage();
        }
        if (failure instanceof OutcomeUnknownException) {
            return "may have been done; read before you write again: " + failure.getMessage();
        }
        return "failed: " + failure;
    }
}
