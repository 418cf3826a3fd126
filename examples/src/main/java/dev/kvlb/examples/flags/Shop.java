package dev.kvlb.examples.flags;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.kvlb.Client;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.io.PrintStream;
import java.time.Duration;

/**
 * One process of a shop: each line that it reads is an order, and goes through the new checkout where the flag says so.
 * Start as many as you like, and turn the flag with {@link Turn}.
 *
 * <p>Arguments: host and client port of the balancer, by default 127.0.0.1 and 5059.
 */
public final class Shop {
    static final String FLAG = "new-checkout";

    private Shop() {}

    public static void main(String[] args) throws IOException {
        String host = args.length > 0 ? args[0] : "127.0.0.1";
        int port = args.length > 1 ? Integer.parseInt(args[1]) : 5059;
        BufferedReader orders = new BufferedReader(new InputStreamReader(System.in, UTF_8));
        PrintStream out = new PrintStream(System.out, true, UTF_8);
        // A flag is asked for with every order, so it must not keep one waiting.
        try (Client client = Client.builder()
                .balancer(host, port)
                .connectTimeout(Duration.ofSeconds(1))
                .requestTimeout(Duration.ofSeconds(1))
                .build()
                .start()) {
            FeatureFlags flags = new FeatureFlags(client);
            for (String order = orders.readLine(); order != null; order = orders.readLine()) {
                out.println(order + ": " + (flags.isOn(FLAG, false) ? "new" : "old") + " checkout");
            }
        }
    }
}
