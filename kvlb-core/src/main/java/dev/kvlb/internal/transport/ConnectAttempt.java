package dev.kvlb.internal.transport;

import dev.kvlb.internal.link.Connector;
import dev.kvlb.internal.link.Endpoint;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.nio.channels.SelectionKey;
import java.nio.channels.SocketChannel;
import java.nio.channels.UnsupportedAddressTypeException;
import java.util.ArrayDeque;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** One attempt to connect: looks the name up if the host is one, then tries its addresses in turn. */
final class ConnectAttempt implements SelectionListener {
    private static final int ADDRESSES_MAX = 4;

    private final TcpConnector connector;
    private final Endpoint remote;
    private final Connector.Outcome outcome;
    private final ArrayDeque<InetAddress> addresses = new ArrayDeque<>();

    private Timers.@Nullable Timer timeout;
    private @Nullable SocketChannel connecting;
    private boolean over;

    ConnectAttempt(TcpConnector connector, Endpoint remote, Connector.Outcome outcome) {
        this.connector = connector;
        this.remote = remote;
        this.outcome = outcome;
    }

    void begin() {
        if (NameResolver.isLiteral(remote.host())) {
            try {
                addresses.add(InetAddress.getByName(remote.host()));
                tryNext("");
            } catch (UnknownHostException e) {
                fail("not an address: " + remote.host());
            }
            return;
        }
        timeout = connector.links().timers().after(connector.timeoutNanos(), () -> fail(tookTooLong("lookup of name")));
        connector.resolver().resolve(remote.host(), found -> connector.loop().execute(() -> onResolved(found)));
    }

    private void onResolved(List<InetAddress> found) {
        if (!over) {
            endStep();
            addresses.addAll(found.subList(0, Math.min(ADDRESSES_MAX, found.size())));
            tryNext("unknown host");
        }
    }

    /** Tries the next address; where there is none, the attempt has failed for the reason that the last one had. */
    private void tryNext(String lastReason) {
        InetAddress address = addresses.poll();
        if (address == null) {
            fail(lastReason);
            return;
        }
        timeout = connector.links().timers().after(connector.timeoutNanos(), this::onTimeout);
        try {
            SocketChannel channel = SocketChannel.open();
            connecting = channel;
            channel.configureBlocking(false);
            if (channel.connect(new InetSocketAddress(address, remote.port()))) {
                onConnected(channel);
            } else {
                channel.register(connector.selector(), SelectionKey.OP_CONNECT, this);
            }
        } catch (UnsupportedAddressTypeException e) {
            onStepFailed("the system has no such addresses");
        } catch (IOException e) {
            onStepFailed(reasonOf(e));
        }
    }

    @Override
    public void onSelected() {
        SocketChannel channel = connecting;
        if (channel == null) {
            return;
        }
        try {
            if (channel.finishConnect()) {
                onConnected(channel);
            }
        } catch (IOException e) {
            onStepFailed(reasonOf(e));
        }
    }

    private void onConnected(SocketChannel channel) throws IOException {
        // A port of the range from which the system picks local ones, on which nobody listens, can answer itself.
        if (channel.getLocalAddress().equals(channel.getRemoteAddress())) {
            throw new ConnectException("Connection refused");
        }
        connecting = null;
        connector.links().open(channel, outcome::onConnected, () -> {});
        over = true;
        endStep();
    }

    private void onTimeout() {
        onStepFailed(tookTooLong("connecting"));
    }

    private void onStepFailed(String reason) {
        endStep();
        tryNext(reason);
    }

    private void fail(String reason) {
        over = true;
        endStep();
        outcome.onFailed(reason);
    }

    private void endStep() {
        if (timeout != null) {
            timeout.cancel();
            timeout = null;
        }
        if (connecting != null) {
            Quietly.close(connecting);
            connecting = null;
        }
    }

    private String tookTooLong(String step) {
        return step + " took longer than " + TimeUnit.NANOSECONDS.toMillis(connector.timeoutNanos()) + " ms";
    }

    private static String reasonOf(IOException e) {
        return e.getMessage() == null ? e.getClass().getSimpleName() : e.getMessage();
    }
}
