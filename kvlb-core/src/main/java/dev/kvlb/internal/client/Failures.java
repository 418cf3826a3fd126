package dev.kvlb.internal.client;

import dev.kvlb.BusyException;
import dev.kvlb.ClosedException;
import dev.kvlb.KvlbException;
import dev.kvlb.OutcomeUnknownException;
import dev.kvlb.RefusedException;
import dev.kvlb.UnreachableException;
import dev.kvlb.internal.link.Entries;
import dev.kvlb.protocol.ErrorCode;
import dev.kvlb.protocol.FieldName;
import dev.kvlb.protocol.Frame;
import java.net.UnknownHostException;
import org.jspecify.annotations.Nullable;

/** What is said of requests that failed: what happened, and what the caller can do next. */
final class Failures {
    private static final int TEXT_SHOWN_MAX = 500;
    private static final String NOTHING_DONE = ", nothing was done: ";
    private static final String TRY_LATER = NOTHING_DONE + "try again later";

    private Failures() {}

    static KvlbException unreachable(Request request, ClientOptions options, @Nullable Exception cause) {
        String message = request + ": no connection to " + options.address() + " within "
                + options.connectTimeoutMillis() + " ms" + NOTHING_DONE;
        if (cause instanceof UnknownHostException) {
            return new UnreachableException(
                    message + "the name " + quoted(options.host()) + " is not known, see that it is right", cause);
        }
        return new UnreachableException(message + "see that a balancer runs there" + reason(cause), cause);
    }

    /** The balancer does not know what only the extensions have. */
    static KvlbException baseOnly(Request request, ClientOptions options) {
        String message = request + ": the balancer at " + options.address()
                + " speaks only the base protocol, which has put and get and nothing else; nothing was sent";
        return new RefusedException(ErrorCode.PROTOCOL_ERROR, message, null);
    }

    /** What answers there closes connections without a word, so it is not known what it speaks. */
    static KvlbException hungUpOn(Request request, ClientOptions options) {
        String message = request + ": the balancer at " + options.address()
                + " closes connections at once, perhaps because it has as many clients as it takes (else it speaks only"
                + " the base protocol)";
        return new BusyException(message + TRY_LATER, null);
    }

    static KvlbException invalidKey(Request request, int keyBytes) {
        String message = request + ": the server answered INVALID_KEY to a key of " + keyBytes
                + " bytes: a key has 1 to " + Entries.ENTRY_BYTES_MAX + ", and a server may be set to fewer";
        return new RefusedException(ErrorCode.INVALID_KEY, message, null);
    }

    static KvlbException invalidValue(Request request, int keyBytes, int valueBytes) {
        String message = request + ": the server answered INVALID_VALUE to a value of " + valueBytes
                + " bytes with a key of " + keyBytes + ": together they have at most " + Entries.ENTRY_BYTES_MAX
                + ", and a server may be set to fewer";
        return new RefusedException(ErrorCode.INVALID_VALUE, message, null);
    }

    /** The server does not carry out an order, for this reason. */
    static KvlbException orderRefused(Request request, ErrorCode result, String reason) {
        return new RefusedException(result, request + ": the server refuses it" + besides(reason), null);
    }

    /** The server answered with an error. */
    static KvlbException answered(Request request, Frame error) {
        return answered(request, codeOf(error), saidBesides(error));
    }

    /** The server answered with a result that is no success, and said this besides. */
    static KvlbException answered(Request request, ErrorCode result, String besides) {
        String answer = request + ": the server answered " + result + besides;
        if (result == ErrorCode.SERVER_BUSY) {
            return new BusyException(answer + TRY_LATER, null);
        }
        if (result == ErrorCode.NETWORK_ERROR) {
            return new OutcomeUnknownException(answer + request.advice(), null);
        }
        return new RefusedException(result, answer + ": it will be refused again as it is", null);
    }

    /** Returns what an error says, fit to be shown. */
    static String said(Frame error) {
        return codeOf(error) + saidBesides(error);
    }

    private static String saidBesides(Frame error) {
        return besides(error.text(FieldName.MESSAGE));
    }

    private static ErrorCode codeOf(Frame error) {
        return ErrorCode.of((int) error.number(FieldName.ERROR_CODE));
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
        return new OutcomeUnknownException(message + request.advice(), null);
    }

    static KvlbException interruptedBeforeAnswer(Request request) {
        String message = request + ": the thread was interrupted before the answer came";
        return new OutcomeUnknownException(message + request.advice(), null);
    }

    static KvlbException connectionLost(Request request, ClientOptions options, Exception cause) {
        String message = request + ": the connection to " + options.address() + " was lost before the answer came";
        return new OutcomeUnknownException(message + request.advice() + reason(cause), cause);
    }

    /** The balancer broke the protocol where the answer should have come. */
    static KvlbException garbled(Request request, ClientOptions options, Exception cause) {
        if (request.isWrite() && request.sent) {
            return connectionLost(request, options, cause);
        }
        String message = request + ": what answers at " + options.address()
                + " does not keep to the protocol: see that it is a balancer";
        return new RefusedException(ErrorCode.PROTOCOL_ERROR, message + reason(cause), cause);
    }

    static KvlbException closed(Request request) {
        if (request.isWrite() && request.sent) {
            String message = request + ": the client was closed before the answer came";
            return new OutcomeUnknownException(message + request.advice(), null);
        }
        return new ClosedException(request + ": the client is closed, nothing was done", null);
    }

    private static String reason(@Nullable Exception cause) {
        return cause == null ? "" : " (" + cause.getMessage() + ")";
    }

    /** Returns what a server wrote for people, as it stands behind its code. */
    static String besides(String serverText) {
        return serverText.isEmpty() ? "" : " " + quoted(serverText);
    }

    /** Makes a text fit to be shown: it must not be able to forge lines, or to flood them. */
    private static String quoted(String raw) {
        int shown = Math.min(raw.length(), TEXT_SHOWN_MAX);
        StringBuilder text = new StringBuilder(shown + 8).append('"');
        for (int i = 0; i < shown; i++) {
            char c = raw.charAt(i);
            text.append(Character.isISOControl(c) ? '?' : c);
        }
        return text.append(shown < raw.length() ? "...\"" : "\"").toString();
    }
}
