package dev.kvlb.cli.bench;

/**
 * The server that gets the load.
 *
 * @param protocol what it speaks
 * @param host a name or a literal IP address, without brackets
 * @param port 1..65,535
 */
public record Target(Protocol protocol, String host, int port) {
    /** Returns it as an address, such as {@code redis://127.0.0.1:6379}. */
    @Override
    public String toString() {
        String shown = host.indexOf(':') < 0 ? host : "[" + host + "]";
        return protocol.scheme() + "://" + shown + ":" + port;
    }
}
