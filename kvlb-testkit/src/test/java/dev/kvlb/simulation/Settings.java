package dev.kvlb.simulation;

import dev.kvlb.TotalLoss;

/**
 * The limits and deadlines of a simulated cluster. Deadlines are a few times shorter than in practice, as the network
 * is quick and nothing is gained by waiting; limits are drawn so low that they are met.
 */
record Settings(
        int queueCapacity,
        int replyQueueCapacity,
        int workerWindow,
        long bufferedBytesMax,
        long requestTimeoutNanos,
        long workerTimeoutNanos,
        long joinTimeoutNanos,
        long slowClientTimeoutNanos,
        long peerTimeoutNanos,
        long openingGraceNanos,
        long recoveryGraceNanos,
        boolean recorded,
        TotalLoss onTotalLoss,
        long dataBytesMax,
        int ballastEntries) {
    static final int KEY_BYTES_MAX = 16;
    static final int VALUE_BYTES_MAX = 4_000;

    /** The least that can be set: below it nobody says that replies have drained. */
    static final int UNSENT_BYTES_MAX = 65_536;

    static final long RETRY_FIRST_NANOS = 5 * Chance.MILLIS;
    static final long RETRY_MAX_NANOS = 100 * Chance.MILLIS;

    private static final int BALLAST_ONE_IN = 3;
    private static final int UNRECORDED_ONE_IN = 3;
    private static final int RESET_ONE_IN = 12;
    private static final int FULL_ONE_IN = 6;

    static Settings drawn(Chance chance) {
        return new Settings(
                chance.mostlySmall(1, 64),
                chance.mostlySmall(1, 64),
                chance.mostlySmall(1, 64),
                chance.mostlyShort(16_384, 1 << 20),
                chance.between(200, 600) * Chance.MILLIS,
                chance.between(100, 300) * Chance.MILLIS,
                chance.between(400, 1_500) * Chance.MILLIS,
                chance.between(100, 300) * Chance.MILLIS,
                chance.between(60, 300) * Chance.MILLIS,
                chance.between(120, 300) * Chance.MILLIS,
                chance.between(100, 400) * Chance.MILLIS,
                !chance.oneIn(UNRECORDED_ONE_IN),
                chance.oneIn(RESET_ONE_IN) ? TotalLoss.RESET : TotalLoss.SUSPEND,
                chance.oneIn(FULL_ONE_IN) ? chance.between(2_000, 100_000) : Long.MAX_VALUE / 2,
                chance.oneIn(BALLAST_ONE_IN) ? chance.between(30, 60) : 0);
    }
}
