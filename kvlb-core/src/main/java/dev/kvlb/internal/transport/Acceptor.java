package dev.kvlb.internal.transport;

import dev.kvlb.internal.link.Endpoint;
import dev.kvlb.internal.link.LinkAcceptor;
import java.io.IOException;
import java.nio.channels.SelectionKey;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Takes the connections that come in on one port.
 *
 * <p>Beyond the most that it may hold, connections are accepted and closed at once, not left waiting: a client that
 * waits in the system's queue looks connected to itself, and learns only by its own timeout that nobody serves it.
 */
final class Acceptor implements SelectionListener {
    /** So that a storm of connections does not hold up those that are there. */
    private static final int ACCEPTS_PER_TURN = 64;

    /** How long to accept nothing after an error: out of descriptors, most often, and then the port stays ready. */
    private static final long PAUSE_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

    private static final Logger log = LoggerFactory.getLogger(Acceptor.class);

    private final ServerSocketChannel channel;
    private final SelectionKey key;
    private final Endpoint bound;
    private final LinkAcceptor core;
    private final Links links;
    private final int connectionsMax;

    private int connections;

    /** What has been logged: once, until half of the connections are gone, or one could be accepted. */
    private boolean refusing;

    private boolean failing;

    Acceptor(
            ServerSocketChannel channel,
            SelectionKey key,
            Endpoint bound,
            LinkAcceptor core,
            Links links,
            int connectionsMax) {
        this.channel = channel;
        this.key = key;
        this.bound = bound;
        this.core = core;
        this.links = links;
        this.connectionsMax = connectionsMax;
    }

    @Override
    public void onSelected() {
        try {
            for (int i = 0; i < ACCEPTS_PER_TURN; i++) {
                SocketChannel accepted = channel.accept();
                if (accepted == null) {
                    return;
                }
                failing = false;
                take(accepted);
            }
        } catch (IOException e) {
            pause(e);
        }
    }

    private void take(SocketChannel accepted) {
        if (connections == connectionsMax) {
            if (!refusing) {
                refusing = true;
                log.warn("{}: more than {} connections, closing those that come", bound, connectionsMax);
            }
            Quietly.close(accepted);
            return;
        }
        connections++;
        try {
            links.open(accepted, core::onAccepted, this::onClosed);
        } catch (IOException e) {
            // Gone before anybody could be told of it.
            onClosed();
        }
    }

    private void onClosed() {
        connections--;
        refusing &= connections > connectionsMax / 2;
    }

    private void pause(IOException cause) {
        if (!failing) {
            failing = true;
            log.warn("{}: can't accept connections: {}", bound, cause.getMessage());
        }
        key.interestOps(0);
        links.timers().after(PAUSE_NANOS, () -> key.interestOps(SelectionKey.OP_ACCEPT));
    }
}
