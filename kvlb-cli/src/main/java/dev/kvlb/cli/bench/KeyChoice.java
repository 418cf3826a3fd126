package dev.kvlb.cli.bench;

/** Chooses keys. For one thread. */
@FunctionalInterface
interface KeyChoice {
    /** Returns the number of a key, from 0 on. */
    int next();
}
