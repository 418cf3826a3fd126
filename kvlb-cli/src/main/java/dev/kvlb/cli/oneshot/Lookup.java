package dev.kvlb.cli.oneshot;

import dev.kvlb.Client;
import dev.kvlb.Found;
import dev.kvlb.cli.call.Invocation;
import org.jspecify.annotations.Nullable;

/**
 * Gets values, with their versions where they are wanted. Apart from the command, whose methods picocli looks through, so
 * that a get without versions loads nothing that has to do with them.
 */
final class Lookup {
    private final Client client;
    private final RequestOptions request;
    private final boolean verbose;
    private final Invocation invocation;

    /** Makes one; a verbose one tells versions on standard error. */
    Lookup(Client client, RequestOptions request, boolean verbose, Invocation invocation) {
        this.client = client;
        this.request = request;
        this.verbose = verbose;
        this.invocation = invocation;
    }

    /** Returns the value of a key, or null. */
    byte @Nullable [] value(String key) {
        if (verbose) {
            Found<byte[]> found = find(key);
            return found == null ? null : found.value();
        }
        return request.ask(() -> client.get(OneShot.utf8(key))).orElse(null);
    }

    /** Returns the value of a key with its version, or null. */
    @Nullable Found<byte[]> find(String key) {
        Found<byte[]> found = request.ask(() -> client.find(OneShot.utf8(key))).orElse(null);
        if (found != null && verbose) {
            OneShot.tellVersion(found.version(), found.workerId(), invocation);
        }
        return found;
    }
}
