package dev.kvlb.cli.call;

import dev.kvlb.BusyException;
import dev.kvlb.ClosedException;
import dev.kvlb.OutcomeUnknownException;
import dev.kvlb.RefusedException;
import dev.kvlb.UnreachableException;
import java.util.concurrent.CompletionException;

/** The exit statuses of the command: one for each thing that a script can do next. They are a promise. */
public final class ExitStatus {
    /** It was done. */
    public static final int DONE = 0;

    /** It was done, and the answer is no: the key was not found, a line of the shell failed, a check did not hold. */
    public static final int NO = 1;

    /** The arguments make no sense. */
    public static final int USAGE = 2;

    /** The balancer can't be reached, or the address to serve at can't be used; nothing was done. */
    public static final int UNREACHABLE = 3;

    /** The server is busy, or time passed before the request was sent; nothing was done, try again later. */
    static final int BUSY = 4;

    /** The server refused; it will refuse the same again. */
    public static final int REFUSED = 5;

    /** The request was sent and no answer came: it may have been done. */
    static final int OUTCOME_UNKNOWN = 6;

    /** The command itself failed: output that can't be written, input that can't be read, a defect. */
    public static final int FAILED = 7;

    public static final String DONE_TEXT = "0:done";
    static final String NOT_FOUND_TEXT = "1:the key was not found";
    public static final String USAGE_TEXT = "2:the arguments make no sense";
    public static final String NOT_CONFIRMED_TEXT = "1:you did not say yes; nothing was done";
    public static final String UNREACHABLE_TEXT = "3:the balancer can't be reached; nothing was done";
    public static final String CANNOT_SERVE_TEXT =
            "3:an address or a directory can't be used: the port is taken, for example";
    public static final String BUSY_TEXT = "4:the server is busy, or time passed before it was sent; nothing was done";
    public static final String REFUSED_TEXT = "5:refused by the server, which will refuse it again";
    public static final String NO_ANSWER_TEXT = "6:sent, but no answer came";
    public static final String OUTCOME_UNKNOWN_TEXT = "6:sent, but no answer came: it may have been done";
    public static final String FAILED_TEXT =
            "7:output can't be written, input can't be read, or a defect of the command";

    private ExitStatus() {}

    /** Returns the status that a failure ends the command with. */
    public static int of(Throwable failure) {
        if (failure instanceof CommandFailedException failed) {
            return failed.status();
        }
        if (failure instanceof CompletionException && failure.getCause() != null) {
            return of(failure.getCause());
        }
        if (failure instanceof UnreachableException) {
            return UNREACHABLE;
        }
        if (failure instanceof BusyException || failure instanceof ClosedException) {
            return BUSY;
        }
        if (failure instanceof RefusedException) {
            return REFUSED;
        }
        if (failure instanceof OutcomeUnknownException) {
            return OUTCOME_UNKNOWN;
        }
        return FAILED;
    }
}
