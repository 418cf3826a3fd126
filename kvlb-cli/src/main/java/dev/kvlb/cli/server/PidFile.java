package dev.kvlb.cli.server;

import dev.kvlb.cli.call.CommandFailedException;
import dev.kvlb.cli.call.ExitStatus;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** A file with the number of this process in it while it runs. */
final class PidFile {
    private final @Nullable Path file;

    private PidFile(@Nullable Path file) {
        this.file = file;
    }

    /** Writes the file, over what an earlier process left there; null is no file. */
    static PidFile write(@Nullable Path file) {
        if (file != null) {
            try {
                Files.writeString(file, ProcessHandle.current().pid() + "\n");
            } catch (IOException e) {
                throw new CommandFailedException(
                        ExitStatus.UNREACHABLE, "cannot write the file of --pid-file: " + e, e);
            }
        }
        return new PidFile(file);
    }

    /** Deletes it, if it is a file. */
    void delete() {
        if (file != null) {
            try {
                Files.deleteIfExists(file);
            } catch (IOException e) {
                // The next process writes over it.
            }
        }
    }
}
