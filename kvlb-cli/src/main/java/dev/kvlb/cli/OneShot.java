package dev.kvlb.cli;

import dev.kvlb.Client;
import dev.kvlb.Found;
import dev.kvlb.Written;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/**
 * A command that asks the store one thing. Knows nothing of how the arguments were parsed, and loads the client and
 * nothing else of the library.
 */
final class OneShot {
    private final HostPort balancer;
    private final boolean verbose;
    private final Invocation invocation;

    /** Makes one; a verbose one tells versions, too. */
    OneShot(HostPort balancer, boolean verbose, Invocation invocation) {
        this.balancer = balancer;
        this.verbose = verbose;
        this.invocation = invocation;
    }

    /** Returns a new client, which the caller closes. */
    static Client connect(HostPort balancer) {
        return Client.builder()
                .balancer(balancer.host(), balancer.port())
                .build()
                .start();
    }

    /** Stores a value under a key. Says nothing when it is done. */
    int put(String key, byte[] value) {
        Written written;
        try (Client client = connect(balancer)) {
            written = client.put(utf8(key), value);
        }
        tellVersion(written.version(), written.workerId());
        return ExitStatus.DONE;
    }

    /** Deletes what is stored under a key. Says nothing when it is done. */
    int delete(String key) {
        Written written;
        try (Client client = connect(balancer)) {
            written = client.delete(utf8(key));
        }
        tellVersion(written.version(), written.workerId());
        return ExitStatus.DONE;
    }

    /** Prints the value of a key: with a newline behind it, or raw, which is its bytes and nothing else. */
    int get(String key, boolean raw) {
        Optional<byte[]> value;
        try (Client client = connect(balancer)) {
            value = verbose ? find(client, key) : client.get(utf8(key));
        }
        return Answer.print(value.orElse(null), key, raw, invocation);
    }

    private Optional<byte[]> find(Client client, String key) {
        Optional<Found<byte[]>> found = client.find(utf8(key));
        found.ifPresent(value -> tellVersion(value.version(), value.workerId()));
        return found.map(Found::value);
    }

    /** On standard error, since it is not what was asked for. */
    private void tellVersion(long version, long workerId) {
        if (verbose) {
            invocation
                    .err()
                    .println(
                            version == 0
                                    ? "version not known: the balancer or the worker speaks only the base protocol"
                                    : "version " + version + " from worker " + workerId);
        }
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
