package dev.kvlb.internal.transport;

import dev.kvlb.internal.link.Connector;
import dev.kvlb.internal.link.Endpoint;
import java.nio.channels.Selector;

/**
 * Opens TCP connections for the core of one loop.
 *
 * <p>The lookup of a name may take as long as the timeout, and so may each address that it has.
 *
 * @param loop where the outcome is told
 * @param selector of that loop
 * @param links of that loop
 * @param resolver of that loop
 * @param timeoutNanos how long one step may take
 */
record TcpConnector(EventLoop loop, Selector selector, Links links, NameResolver resolver, long timeoutNanos)
        implements Connector {
    @Override
    public void connect(Endpoint remote, Outcome outcome) {
        ConnectAttempt attempt = new ConnectAttempt(this, remote, outcome);
        // In the next turn, because the outcome may stand at once and must not come within this call.
        loop.execute(attempt::begin);
    }
}
