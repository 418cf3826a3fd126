package dev.kvlb.cli.bench;

/**
 * A part of a run, for one thread.
 *
 * @param pipeline how many requests each connection may have under way
 */
record Phase(Schedule schedule, Mix mix, int pipeline, Tally tally) {}
