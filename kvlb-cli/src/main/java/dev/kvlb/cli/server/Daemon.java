package dev.kvlb.cli.server;

import dev.kvlb.cli.call.CommandFailedException;
import dev.kvlb.cli.call.ExitStatus;
import dev.kvlb.cli.call.Invocation;
import dev.kvlb.cli.log.Log;
import dev.kvlb.cli.terminal.Keys;
import dev.kvlb.cli.terminal.Signals;
import java.io.IOException;
import java.nio.file.FileSystemException;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a server running until somebody ends it: with SIGTERM, SIGINT (Ctrl-C) or SIGHUP, or with q in a terminal. Then the
 * server drains, and the command has done what it was told to: status 0. A second signal ends the process at once.
 */
final class Daemon {
    /** The signals, and the status that a shell sees where one of them kills a process. */
    private static final Map<String, Integer> SIGNALS = Map.of("TERM", 143, "INT", 130, "HUP", 129);

    private static final int QUIT_STATUS = 130;

    private final Invocation invocation;
    private final String name;
    private final CompletableFuture<@Nullable Void> stop = new CompletableFuture<>();

    /** Is ready to be ended from now on, whatever comes between this and {@link #serve}. */
    Daemon(String name, Invocation invocation) {
        this.name = name;
        this.invocation = invocation;
        SIGNALS.forEach((signal, status) -> Signals.handle(signal, () -> stop("SIG" + signal, status)));
    }

    private void stop(String reason, int forcedStatus) {
        if (!stop.complete(null)) {
            Runtime.getRuntime().halt(forcedStatus);
        }
        Log.notice(name, reason + ": ends in order; once more ends it at once");
    }

    /** The server can't have the address that it wants, or the directory. */
    static CommandFailedException cannotServe(IOException cause, String portOptions) {
        String what = String.valueOf(cause.getMessage());
        if (!what.startsWith("can't listen on ")) {
            // Of files the JDK says the name, and what is wrong with it by the class.
            String why = cause instanceof FileSystemException ? cause.getClass().getSimpleName() + ": " + what : what;
            return new CommandFailedException(ExitStatus.UNREACHABLE, why, cause);
        }
        String advice = "give --bind an address of this machine";
        if (what.contains("in use")) {
            advice = "end what serves there, or choose another port with " + portOptions + " (0: any free)";
        } else if (what.contains("ermission denied")) {
            advice = "choose a port from 1024 on with " + portOptions + " (0: any free)";
        }
        return new CommandFailedException(ExitStatus.UNREACHABLE, what + ": " + advice, cause);
    }

    /** Prints the line that says that the server is ready when it is, and returns the status when all is over. */
    int serve(Server server) {
        Keys keys = Keys.listen(invocation, key -> onKey(key, server));
        try (server) {
            try {
                CompletableFuture.anyOf(server.ready(), server.termination(), stop)
                        .join();
                if (isReady(server)) {
                    invocation.printLine(server.readyLine());
                    invocation.flush();
                    if (keys.areHeard()) {
                        Log.notice(name, "q quits, s shows the status");
                    }
                    CompletableFuture.anyOf(server.termination(), stop).join();
                }
            } catch (CompletionException e) {
                throw new CommandFailedException(ExitStatus.FAILED, "it has failed: " + e.getCause(), e.getCause());
            }
            if (!stop.isDone()) {
                throw server.whyItEnded();
            }
        } finally {
            keys.close();
        }
        return ExitStatus.DONE;
    }

    private static boolean isReady(Server server) {
        return server.ready().isDone() && !server.termination().isDone();
    }

    private void onKey(char key, Server server) {
        if (key == 'q' || key == 'Q') {
            stop("q", QUIT_STATUS);
        } else if ((key == 's' || key == 'S')
                && !stop.isDone()
                && !server.termination().isDone()) {
            invocation.err().print(server.status());
        }
    }

    /** What runs until it is closed. */
    interface Server extends AutoCloseable {
        /** Returns what completes once it serves. */
        CompletableFuture<?> ready();

        /** Returns the one line on standard output that says so. */
        String readyLine();

        /** Returns what it does just now, in lines. */
        String status();

        /** Returns what completes when it has ended, by itself or because it was closed. */
        CompletableFuture<?> termination();

        /** Returns what to say where it has ended by itself. */
        CommandFailedException whyItEnded();

        /** Drains and ends. */
        @Override
        void close();
    }
}
