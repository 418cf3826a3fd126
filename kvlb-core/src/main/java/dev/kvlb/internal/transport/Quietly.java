package dev.kvlb.internal.transport;

import java.io.Closeable;
import java.io.IOException;

/** Closes what is of no use any more, where it changes nothing that the system complains. */
final class Quietly {
    private Quietly() {}

    static void close(Closeable resource) {
        try {
            resource.close();
        } catch (IOException e) {
            // The descriptor is given back all the same.
        }
    }
}
