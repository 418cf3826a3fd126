package dev.kvlb.cli.shell;

import dev.kvlb.BalancerSnapshot.Role;
import dev.kvlb.Client;
import dev.kvlb.ClusterStatus;
import dev.kvlb.KvlbException;
import dev.kvlb.RefusedException;
import dev.kvlb.cli.call.ErrorLine;
import java.util.List;
import java.util.Locale;

/** What a shell says at its begin. */
final class Banner {
    private static final String HINT = "help shows the commands, Tab completes, Ctrl-D ends.";

    private Banner() {}

    /** Returns how the cluster is, or why that is not known, and how to go on, in lines. */
    static List<String> of(Session session) {
        return List.of(view(session), HINT);
    }

    private static String view(Session session) {
        try {
            return view(session.ask(Client::status));
        } catch (RefusedException e) {
            return "The balancer speaks only the base protocol: there is put and get.";
        } catch (KvlbException e) {
            return ErrorLine.of(e);
        }
    }

    private static String view(ClusterStatus status) {
        long ready = status.workers().stream()
                .filter(worker -> worker.role() == Role.READY && worker.connected())
                .count();
        String reason = status.reason().isEmpty() ? "" : ": " + ErrorLine.oneLine(status.reason());
        return String.format(
                Locale.ROOT,
                "The cluster is %s%s   %s   view %d   %d of %d workers ready",
                word(status.phase()),
                reason,
                word(status.consistency()),
                status.view(),
                ready,
                status.workers().size());
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }
}
