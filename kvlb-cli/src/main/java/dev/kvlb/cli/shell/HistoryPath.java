package dev.kvlb.cli.shell;

import dev.kvlb.cli.call.Invocation;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Where the shell keeps what was typed: {@code kvlb/history} in the directory that the XDG says state belongs to. */
final class HistoryPath {
    private HistoryPath() {}

    static Path of(Invocation invocation) {
        String state = invocation.variable("XDG_STATE_HOME");
        // It is to be passed over where it is relative.
        Path directory =
                state == null || !Path.of(state).isAbsolute() ? standard(invocation.variable("HOME")) : Path.of(state);
        return directory.resolve("kvlb").resolve("history");
    }

    private static Path standard(@Nullable String home) {
        return Path.of(home == null ? System.getProperty("user.home", "") : home, ".local", "state");
    }
}
