package dev.kvlb.cli.json;

/** Thrown where a text is not the JSON that is wanted; the message says what is wrong, and where. */
public final class MalformedJsonException extends Exception {
    private static final long serialVersionUID = 1L;

    MalformedJsonException(String message) {
        super(message);
    }
}
