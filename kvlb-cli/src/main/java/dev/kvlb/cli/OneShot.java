package dev.kvlb.cli;

import dev.kvlb.Client;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A command that asks the store one thing. Knows nothing of how the arguments were parsed, and loads the client and
 * nothing else of the library.
 */
final class OneShot {
    private OneShot() {}

    /** Stores a value under a key. Says nothing when it is done. */
    static int put(HostPort balancer, String key, byte[] value) {
        try (Client client = connect(balancer)) {
            client.put(key.getBytes(StandardCharsets.UTF_8), value);
        }
        return ExitStatus.DONE;
    }

    /** Prints the value of a key: with a newline behind it, or raw, which is its bytes and nothing else. */
    static int get(HostPort balancer, String key, boolean raw, Invocation invocation) {
        Optional<byte[]> value;
        try (Client client = connect(balancer)) {
            value = client.get(key.getBytes(StandardCharsets.UTF_8));
        }
        if (value.isEmpty()) {
            throw new CommandFailedException(ExitStatus.NO, "not found: " + ErrorLine.quote(key), null);
        }
        invocation.write(value.get());
        if (!raw) {
            invocation.write(new byte[] {'\n'});
        }
        invocation.flush();
        return ExitStatus.DONE;
    }

    private static Client connect(HostPort balancer) {
        return Client.builder()
                .balancer(balancer.host(), balancer.port())
                .build()
                .start();
    }
}
