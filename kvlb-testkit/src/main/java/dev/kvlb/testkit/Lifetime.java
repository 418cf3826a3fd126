package dev.kvlb.testkit;

/** How long a cluster lives that the extension has started. */
public enum Lifetime {
    /** Each test has a cluster of its own. */
    TEST,

    /**
     * All tests of the class, and of the classes nested in it, share one. After each test all faults are ended, as by
     * {@link TestCluster#restore()}; what was stored stays.
     */
    CLASS
}
