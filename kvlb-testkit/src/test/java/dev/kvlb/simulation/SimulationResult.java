package dev.kvlb.simulation;

/**
 * What a simulation without a violation came to.
 *
 * @param operations how many requests clients made
 * @param events how many events happened
 * @param simulatedNanos how much time went by
 * @param traceHash the same for two runs that went the same way
 */
record SimulationResult(
        long seed, Counters counters, int operations, long events, long simulatedNanos, long traceHash) {}
