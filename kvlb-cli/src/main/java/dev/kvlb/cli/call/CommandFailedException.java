package dev.kvlb.cli.call;

import org.jspecify.annotations.Nullable;

/** Thrown where a command ends with a status and one line that says why and what to do. */
public final class CommandFailedException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    private final int status;

    public CommandFailedException(int status, String message, @Nullable Throwable cause) {
        super(message, cause);
        this.status = status;
    }

    /** The arguments, or what the environment says in their place, make no sense. */
    public static CommandFailedException usage(String message) {
        return new CommandFailedException(ExitStatus.USAGE, message, null);
    }

    public int status() {
        return status;
    }
}
