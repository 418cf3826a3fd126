package dev.kvlb.cli.oneshot;

import dev.kvlb.cli.call.ErrorLine;
import dev.kvlb.cli.call.Invocation;

/** What a get says of one key, on whichever way it asked. */
final class GetOutput {
    private static final byte[] NEWLINE = {'\n'};

    private GetOutput() {}

    /**
     * Prints the value of a key, at the latest when it is flushed.
     *
     * @param raw its bytes and nothing else; else with a newline behind them
     * @throws CommandFailedException if it can't be written
     */
    static void value(byte[] value, boolean raw, Invocation invocation) {
        invocation.write(value);
        if (!raw) {
            invocation.write(NEWLINE);
        }
    }

    /** Tells that there is no value. */
    static void absent(String key, Invocation invocation) {
        invocation.tell("not found: " + ErrorLine.quote(key));
    }
}
