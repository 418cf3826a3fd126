import org.jspecify.annotations.NullMarked;

/** Load balancer, worker and client of kvlb, a replicated in-memory key-value store. */
@NullMarked
module dev.kvlb.core {
    requires transitive dev.kvlb.protocol;
    requires static transitive org.jspecify;
    requires org.slf4j;

    exports dev.kvlb;
    exports dev.kvlb.spi;
}
