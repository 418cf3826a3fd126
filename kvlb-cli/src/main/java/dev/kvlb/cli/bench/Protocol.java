package dev.kvlb.cli.bench;

import java.util.Locale;

/** A protocol that the load can be sent over. */
public enum Protocol {
    /** The base protocol of kvlb. */
    KVLB,

    /** RESP, of Redis and of what speaks like it. */
    REDIS,

    /** The text protocol of memcached. */
    MEMCACHED;

    /** Returns a new wire, for one thread. */
    Wire wire() {
        return switch (this) {
            case KVLB -> new KvlbWire();
            case REDIS -> new RespWire();
            case MEMCACHED -> new MemcachedWire();
        };
    }

    /** Returns the scheme of its addresses, such as {@code redis}. */
    String scheme() {
        return name().toLowerCase(Locale.ROOT);
    }
}
