package dev.kvlb.testkit.relay;

import java.io.IOException;

/** Looks at what comes in on a connection before it is sent on. */
@FunctionalInterface
interface Intake {
    /** Passes everything on as it came. */
    Intake ALL = piece -> piece;

    /**
     * Returns what is sent on in the place of these bytes.
     *
     * @throws IOException if the connection is to be reset
     */
    byte[] take(byte[] piece) throws IOException;
}
