package dev.kvlb.internal.transport;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.List;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.regex.Pattern;

/**
 * Turns host names into addresses without blocking the loop: on a thread that is there only while it has something to
 * do. Literal addresses need no thread.
 */
final class NameResolver implements AutoCloseable {
    private static final String BYTE = "(25[0-5]|2[0-4]\\d|1\\d\\d|[1-9]?\\d)";
    private static final Pattern LITERAL_IPV4 = Pattern.compile(BYTE + "(\\." + BYTE + "){3}");

    private final Lookup lookup;
    private final ThreadPoolExecutor executor;

    /** Asks the system for the addresses of a host, and may take its time. */
    @FunctionalInterface
    interface Lookup {
        InetAddress[] addressesOf(String host) throws UnknownHostException;
    }

    NameResolver(String threadName, Lookup lookup) {
        this.lookup = lookup;
        executor = new ThreadPoolExecutor(0, 1, 1, TimeUnit.SECONDS, new LinkedBlockingQueue<>(), task -> {
            Thread thread = new Thread(task, threadName);
            thread.setDaemon(true);
            return thread;
        });
    }

    /** Returns whether {@code host} is a literal address, which {@link InetAddress#getByName} looks up nowhere. */
    static boolean isLiteral(String host) {
        return host.indexOf(':') >= 0 || LITERAL_IPV4.matcher(host).matches();
    }

    /**
     * Looks a name up and hands its addresses on; none, if it is unknown.
     *
     * @param outcome called on the resolver's thread
     */
    void resolve(String host, Consumer<List<InetAddress>> outcome) {
        executor.execute(() -> {
            List<InetAddress> addresses;
            try {
                addresses = List.of(lookup.addressesOf(host));
            } catch (UnknownHostException e) {
                addresses = List.of();
            }
            outcome.accept(addresses);
        });
    }

    /** Drops what has not been looked up yet. A lookup that is under way ends when the system lets it. */
    @Override
    public void close() {
        executor.shutdownNow();
    }
}
