import org.jspecify.annotations.NullMarked;

/** Load balancer, worker and client of kvlb, a replicated in-memory key-value store. */
@NullMarked
@SuppressWarnings("module") // The command line is compiled later, and its name is no mistake.
module dev.kvlb.core {
    requires transitive dev.kvlb.protocol;
    requires static org.jspecify;
    requires org.slf4j;

    exports dev.kvlb;
    exports dev.kvlb.spi;
    // A command that has to start fast goes past the client.
    exports dev.kvlb.internal.client to
            dev.kvlb.cli;
}
