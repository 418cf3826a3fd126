package dev.kvlb.examples.flags;

import dev.kvlb.Client;

/**
 * Turns a flag, for every process that asks for it.
 *
 * <p>Arguments: the flag, {@code on} or {@code off}, then host and client port of the balancer, by default 127.0.0.1 and
 * 5059.
 */
public final class Turn {
    private Turn() {}

    public static void main(String[] args) {
        if (args.length < 2 || !(args[1].equals("on") || args[1].equals("off"))) {
            System.err.println("usage: Turn FLAG on|off [HOST [PORT]]");
            System.exit(2);
        }
        String host = args.length > 2 ? args[2] : "127.0.0.1";
        int port = args.length > 3 ? Integer.parseInt(args[3]) : 5059;
        try (Client client = Client.builder().balancer(host, port).build().start()) {
            new FeatureFlags(client).turn(args[0], args[1].equals("on"));
        }
        System.out.println(args[0] + " is " + args[1]);
    }
}
