package dev.kvlb.cli.shell;

/** Thrown where a line ends within quotes; in a terminal the next line goes on with it. */
final class UnclosedQuoteException extends BadLineException {
    private static final long serialVersionUID = 1L;

    private final char quote;

    UnclosedQuoteException(char quote, int column) {
        super("the quote " + quote + " at column " + column + " is not closed");
        this.quote = quote;
    }

    char quote() {
        return quote;
    }
}
