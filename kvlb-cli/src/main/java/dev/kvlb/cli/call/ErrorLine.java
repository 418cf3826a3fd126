package dev.kvlb.cli.call;

import dev.kvlb.KvlbException;
import dev.kvlb.RefusedException;
import dev.kvlb.protocol.ErrorCode;
import java.util.concurrent.CompletionException;

/** What the command says about a failure: one line, whatever the failure's own message has in it. */
public final class ErrorLine {
    private static final int QUOTED_CHARS_MAX = 80;

    private ErrorLine() {}

    /** Tells the line on standard error; returns the status that the failure ends the command with. */
    public static int tell(Throwable failure, Invocation invocation) {
        invocation.tell(of(failure));
        return ExitStatus.of(failure);
    }

    /** Returns the line, without a newline. */
    public static String of(Throwable failure) {
        Throwable told = failure;
        while (told instanceof CompletionException && told.getCause() != null) {
            told = told.getCause();
        }
        if (told instanceof RefusedException refused) {
            return oneLine(refused.getMessage() + advice(refused.errorCode()));
        }
        if (told instanceof CommandFailedException || told instanceof KvlbException) {
            return oneLine(String.valueOf(told.getMessage()));
        }
        return oneLine("this is a defect of kvlb, please report it with the stack trace that --verbose shows: " + told);
    }

    private static String advice(ErrorCode code) {
        if (code == ErrorCode.INVALID_KEY) {
            return " (--key-bytes-max of the balancer)";
        }
        if (code == ErrorCode.INVALID_VALUE) {
            return " (--value-bytes-max of the balancer)";
        }
        return "";
    }

    /** Returns text with everything escaped that moves the cursor or rings the bell. */
    public static String oneLine(String text) {
        StringBuilder line = new StringBuilder(text.length());
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (Character.isISOControl(c)) {
                line.append(String.format("\\x%02x", (int) c));
            } else {
                line.append(c);
            }
        }
        return line.toString();
    }

    /** Returns text in quotes, on one line and not too long. */
    public static String quote(String text) {
        if (text.length() <= QUOTED_CHARS_MAX) {
            return '"' + oneLine(text) + '"';
        }
        int end =
                Character.isHighSurrogate(text.charAt(QUOTED_CHARS_MAX - 1)) ? QUOTED_CHARS_MAX - 1 : QUOTED_CHARS_MAX;
        return '"' + oneLine(text.substring(0, end)) + "\"...";
    }
}
