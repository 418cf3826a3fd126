package dev.kvlb.cli;

import org.jspecify.annotations.Nullable;

/** Thrown where a command ends with a status and one line that says why and what to do. */
final class CommandFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    CommandFailedException(int status, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.status = status;
    }

    /** The arguments, or what the environment says in their place, make no sense. */
    static CommandFailedException usage(String message) {
        return new CommandFailedException(ExitStatus.USAGE, message, null);
    }

    int status() {
        return status;
    }
}
