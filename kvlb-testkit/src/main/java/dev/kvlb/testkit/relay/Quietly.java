package dev.kvlb.testkit.relay;

import java.io.Closeable;
import java.io.IOException;

/** Closes what nobody needs any more. */
final class Quietly {
    private Quietly() {}

    static void close(Closeable what) {
        try {
            what.close();
        } catch (IOException e) {
            // It is of no use any more, closed or not.
        }
    }
}
