import org.jspecify.annotations.NullMarked;

/** Clusters of kvlb for tests, and the faults that happen to them, as a JUnit extension. */
@NullMarked
module dev.kvlb.testkit {
    requires transitive dev.kvlb.core;
    requires transitive org.junit.jupiter.api;
    requires static org.jspecify;

    exports dev.kvlb.testkit;
}
