package dev.kvlb.cli;

/** Thrown where a line of the shell makes no sense; the rest goes on. */
final class BadLineException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BadLineException(String message) {
        super(message);
    }
}
