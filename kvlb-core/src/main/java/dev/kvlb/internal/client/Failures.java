package dev.kvlb.internal.client;

import dev.kvlb.BusyException;
import dev.kvlb.ClosedException;
import dev.kvlb.KvlbException;
import dev.kvlb.OutcomeUnknownException;
import dev.kvlb.RefusedException;
import dev.kvlb.UnreachableException;
import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.FieldName;
import dev.kvlb.protocol.Frame;
import org.jspecify.annotations.Nullable;

/** What is said of requests that failed: what happened, and what the caller can do next. */
final class Failures {
    private static final int SERVER_TEXT_SHOWN_MAX = 200;
    private static final String NOTHING_DONE = ", nothing was done: ";
    private static final String TRY_LATER = NOTHING_DONE + "try again later";

    private Failures() {}

    static KvlbException unreachable(Request request, ClientOptions options, @Nullable Exception cause) {
        String message = request + ": no connection to " + options.address() + " within "
                + options.connectTimeoutMillis() + " ms" + NOTHING_DONE + "see that a balancer runs there";
        return new UnreachableException(message + reason(cause), cause);
    }

    /** The server answered with a result that is no success. */
    static KvlbException answered(Request request, ErrorCode result) {
        return answered(request, result, result.toString());
    }

    /** The server answered with an error. */
    static KvlbException answered(Request request, Frame error) {
        return answered(request, codeOf(error), said(error));
    }

    /** Returns what an error says, fit to be shown. */
    static String said(Frame error) {
        return codeOf(error) + quoted(error.text(FieldName.MESSAGE));
    }

    private static ErrorCode codeOf(Frame error) {
        return ErrorCode.of((int) error.number(FieldName.ERROR_CODE));
    }

    private static KvlbException answered(Request request, ErrorCode code, String said) {
        String answer = request + ": the server answered " + said;
        if (code == ErrorCode.SERVER_BUSY) {
            return new BusyException(answer + TRY_LATER, null);
        }
        if (code == ErrorCode.NETWORK_ERROR) {
            return new OutcomeUnknownException(answer + advice(request), null);
        }
        return new RefusedException(code, answer + ": it will be refused again as it is", null);
    }

    static KvlbException noPlace(Request request, ClientOptions options) {
        String message = request + ": no place among the " + options.inFlightMax() + " requests under way within "
                + options.requestTimeoutMillis() + " ms";
        return new BusyException(message + TRY_LATER, null);
    }

    static KvlbException notSentInTime(Request request, ClientOptions options) {
        String message = request + ": it could not be sent within " + options.requestTimeoutMillis() + " ms";
        return new BusyException(message + TRY_LATER, null);
    }

    static KvlbException interruptedBeforeSent(Request request) {
        String message = request + ": the thread was interrupted before it was sent";
        return new BusyException(message + TRY_LATER, null);
    }

    static KvlbException noAnswerInTime(Request request, ClientOptions options) {
        String message = request + ": no answer within " + options.requestTimeoutMillis() + " ms";
        return new OutcomeUnknownException(message + advice(request), null);
    }

    static KvlbException interruptedBeforeAnswer(Request request) {
        String message = request + ": the thread was interrupted before the answer came";
        return new OutcomeUnknownException(message + advice(request), null);
    }

    static KvlbException connectionLost(Request request, ClientOptions options, Exception cause) {
        String message = request + ": the connection to " + options.address() + " was lost before the answer came";
        return new OutcomeUnknownException(message + advice(request) + reason(cause), cause);
    }

    /** The balancer broke the protocol where the answer should have come. */
    static KvlbException garbled(Request request, ClientOptions options, Exception cause) {
        if (request.isPut()) {
            return connectionLost(request, options, cause);
        }
        String message = request + ": what answers at " + options.address()
                + " does not keep to the protocol: see that it is a balancer";
        return new RefusedException(ErrorCode.PROTOCOL_ERROR, message + reason(cause), cause);
    }

    static KvlbException closed(Request request) {
        if (request.isPut() && request.sent) {
            String message = request + ": the client was closed before the answer came";
            return new OutcomeUnknownException(message + advice(request), null);
        }
        return new ClosedException(request + ": the client is closed, nothing was done", null);
    }

    private static String advice(Request request) {
        return request.isPut() ? ", it may have been done: read before you write again" : ": get again";
    }

    private static String reason(@Nullable Exception cause) {
        return cause == null ? "" : " (" + cause.getMessage() + ")";
    }

    /** Makes what a server wrote fit to be shown: it must not be able to forge lines, or to flood them. */
    private static String quoted(String serverText) {
        if (serverText.isEmpty()) {
            return "";
        }
        int shown = Math.min(serverText.length(), SERVER_TEXT_SHOWN_MAX);
        StringBuilder text = new StringBuilder(shown + 8).append(" \"");
        for (int i = 0; i < shown; i++) {
            char c = serverText.charAt(i);
            text.append(Character.isISOControl(c) ? '?' : c);
        }
        return text.append(shown < serverText.length() ? "...\"" : "\"").toString();
    }
}
