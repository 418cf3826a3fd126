package dev.kvlb.cli;

import org.jspecify.annotations.Nullable;

/** What a get says of what it got, on whichever way that came. */
final class Answer {
    private static final byte[] NEWLINE = {'\n'};

    private Answer() {}

    /**
     * Prints the value of a key: with a newline behind it, or raw, which is its bytes and nothing else.
     *
     * @param value null where there is none
     * @return the exit status
     * @throws CommandFailedException if there is none, or it can't be written
     */
    static int print(byte @Nullable [] value, String key, boolean raw, Invocation invocation) {
        if (value == null) {
            throw new CommandFailedException(ExitStatus.NO, "not found: " + ErrorLine.quote(key), null);
        }
        invocation.write(value);
        if (!raw) {
            invocation.write(NEWLINE);
        }
        invocation.flush();
        return ExitStatus.DONE;
    }
}
