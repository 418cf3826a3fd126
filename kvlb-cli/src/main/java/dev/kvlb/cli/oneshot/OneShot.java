package dev.kvlb.cli.oneshot;

import dev.kvlb.cli.call.Invocation;
import java.nio.charset.StandardCharsets;

/** What commands have in common that ask the store something and end. */
final class OneShot {
    private OneShot() {}

    /** Tells the version of what was done, on standard error, since it is not what was asked for. */
    static void tellVersion(long version, long workerId, Invocation invocation) {
        invocation
                .err()
                .println(
                        version == 0
                                ? "version not known: the balancer or the worker speaks only the base protocol"
                                : "version " + version + " from worker " + workerId);
    }

    /** Returns a key or a value as it is stored. */
    static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
