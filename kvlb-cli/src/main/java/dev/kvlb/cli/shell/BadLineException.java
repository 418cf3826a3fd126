package dev.kvlb.cli.shell;

/** Thrown where a line of the shell makes no sense; the rest goes on. */
class BadLineException extends RuntimeException {
    private static final long serialVersionUID = 1L;

    BadLineException(String message) {
        super(message);
    }
}
