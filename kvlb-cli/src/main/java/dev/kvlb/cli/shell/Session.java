package dev.kvlb.cli.shell;

import dev.kvlb.Client;
import dev.kvlb.RefusedException;
import dev.kvlb.UnreachableException;
import dev.kvlb.cli.text.HostPort;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.Set;
import java.util.function.Consumer;
import java.util.function.Function;

/** The connection of a shell: to whom, and whether it is there. For one thread. */
final class Session implements AutoCloseable {
    private final Consumer<String> notes;
    private final Set<String> targets = new LinkedHashSet<>();
    private HostPort target;
    private Client client;
    private boolean away;

    /** Makes one that connects when something is first asked; it tells the notes when it gets lost and is back. */
    Session(HostPort target, Consumer<String> notes) {
        this.target = target;
        this.notes = notes;
        this.client = client(target);
        targets.add(target.toString());
    }

    private static Client client(HostPort target) {
        return Client.builder().balancer(target.host(), target.port()).build().start();
    }

    HostPort target() {
        return target;
    }

    /** Returns all to whom it was connected. */
    Collection<String> targets() {
        return targets;
    }

    /**
     * Returns the answer to a request.
     *
     * @throws dev.kvlb.KvlbException if there is none
     */
    <T> T ask(Function<Client, T> request) {
        try {
            T answer = request.apply(client);
            if (away) {
                away = false;
                notes.accept("connected to " + target + " again");
            }
            return answer;
        } catch (UnreachableException e) {
            if (!away) {
                away = true;
                notes.accept("no connection to " + target + "; each command tries again");
            }
            throw e;
        }
    }

    /**
     * Turns to another balancer.
     *
     * @throws UnreachableException if there is none; it stays with the one that it has
     */
    void connect(HostPort other) {
        Client next = client(other);
        try {
            next.status();
        } catch (RefusedException e) {
            // It speaks only the base protocol, which has no status.
        } catch (RuntimeException e) {
            next.close();
            throw e;
        }
        client.close();
        client = next;
        target = other;
        away = false;
        targets.add(other.toString());
    }

    @Override
    public void close() {
        client.close();
    }
}
