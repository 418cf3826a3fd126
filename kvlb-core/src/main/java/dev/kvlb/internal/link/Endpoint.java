package dev.kvlb.internal.link;

/** A host, by name or literal address, and a TCP port. */
public record Endpoint(String host, int port) {
    /** Returns {@code host:port}, with the brackets that a literal IPv6 address needs. */
    @Override
    public String toString() {
        return host.indexOf(':') >= 0 ? "[" + host + "]:" + port : host + ":" + port;
    }
}
