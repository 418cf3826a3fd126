package dev.kvlb.testkit.relay;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetSocketAddress;
import java.net.StandardSocketOptions;
import java.nio.channels.SelectionKey;
import java.nio.channels.Selector;
import java.nio.channels.ServerSocketChannel;
import java.nio.channels.SocketChannel;
import org.jspecify.annotations.Nullable;

/**
 * A port on which a relay stands in for another one.
 *
 * <p>While it is {@linkplain #suspend() suspended}, connections to it are refused as by a machine on which nobody listens;
 * the number stays its own. Safe for use by several threads.
 */
public final class RelayPort {
    private static final int BACKLOG = 512;

    /** Takes a connection that somebody has opened. */
    interface Accepting {
        void onAccepted(SocketChannel near, InetSocketAddress target) throws IOException;
    }

    private final Relays relays;
    private final Selector selector;
    private final Accepting accepting;
    private final InetSocketAddress address;
    private InetSocketAddress target;
    private @Nullable ServerSocketChannel listener;

    /** Bound and not listening: so nobody else gets the port, and nobody can connect. */
    private @Nullable SocketChannel placeholder;

    RelayPort(Relays relays, Selector selector, InetSocketAddress target, Accepting accepting) throws IOException {
        this.relays = relays;
        this.selector = selector;
        this.target = target;
        this.accepting = accepting;
        ServerSocketChannel first = listen(new InetSocketAddress(Relays.HERE, 0));
        listener = first;
        address = (InetSocketAddress) first.getLocalAddress();
    }

    private ServerSocketChannel listen(InetSocketAddress where) throws IOException {
        ServerSocketChannel channel = ServerSocketChannel.open();
        try {
            channel.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            channel.bind(where, BACKLOG);
            channel.configureBlocking(false);
            channel.register(selector, SelectionKey.OP_ACCEPT, this);
            return channel;
        } catch (IOException e) {
            channel.close();
            throw e;
        }
    }

    /** Returns where to connect in place of the target. */
    public InetSocketAddress address() {
        return address;
    }

    /** From now on connections go on to that address; those that stand stay. */
    public void aim(InetSocketAddress newTarget) {
        relays.call(() -> target = newTarget);
    }

    /** From now on connections are refused; those that stand stay. */
    public void suspend() {
        relays.call(this::suspendNow);
    }

    /** Takes connections again. */
    public void resume() {
        relays.call(this::resumeNow);
    }

    void onAcceptable() throws IOException {
        ServerSocketChannel open = listener;
        SocketChannel near = open == null ? null : open.accept();
        if (near != null) {
            accepting.onAccepted(near, target);
        }
    }

    private void suspendNow() {
        if (listener == null) {
            return;
        }
        closeNow();
        try {
            releaseClosed();
            placeholder = SocketChannel.open();
            placeholder.setOption(StandardSocketOptions.SO_REUSEADDR, true);
            placeholder.bind(address);
        } catch (IOException e) {
            throw new UncheckedIOException("port " + address.getPort() + " can't be kept", e);
        }
    }

    private void resumeNow() {
        if (listener != null) {
            return;
        }
        closeNow();
        try {
            listener = listen(address);
        } catch (IOException e) {
            throw new UncheckedIOException("port " + address.getPort() + " can't be bound again", e);
        }
    }

    /** A channel that is registered lets go of its port when the selector has seen that it is closed. */
    private void releaseClosed() throws IOException {
        selector.selectNow();
    }

    void closeNow() {
        if (listener != null) {
            Quietly.close(listener);
            listener = null;
        }
        if (placeholder != null) {
            Quietly.close(placeholder);
            placeholder = null;
        }
    }
}
