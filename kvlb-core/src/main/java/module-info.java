import org.jspecify.annotations.NullMarked;

/** Load balancer, worker and client of kvlb, a replicated in-memory key-value store. */
@NullMarked
@SuppressWarnings("module") // Those to which packages are exported are compiled later, and their names are no mistakes.
module dev.kvlb.core {
    requires transitive dev.kvlb.protocol;
    requires static org.jspecify;
    requires org.slf4j;

    exports dev.kvlb;
    exports dev.kvlb.spi;
    // A command that has to start fast goes past the client.
    exports dev.kvlb.internal.client to
            dev.kvlb.cli,
            dev.kvlb.testkit;
    // What is simulated is the cores themselves.
    exports dev.kvlb.internal.balancer to
            dev.kvlb.testkit;
    exports dev.kvlb.internal.link to
            dev.kvlb.testkit;
    exports dev.kvlb.internal.worker to
            dev.kvlb.testkit;
}
