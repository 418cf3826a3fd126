package dev.kvlb.cli.bench;

import dev.kvlb.protocol.ByteSlice;

/** What a server has replied to one request, to be used again for the next. For one thread. */
final class Reply {
    /** What it says. */
    enum Kind {
        STORED,
        VALUE,
        MISSING,
        ERROR
    }

    private final ByteSlice value = new ByteSlice();
    private Kind kind = Kind.ERROR;
    private String error = "";

    void stored() {
        kind = Kind.STORED;
    }

    void value(byte[] bytes, int offset, int length) {
        kind = Kind.VALUE;
        value.set(bytes, offset, length);
    }

    void missing() {
        kind = Kind.MISSING;
    }

    void error(String text) {
        kind = Kind.ERROR;
        error = text;
    }

    Kind kind() {
        return kind;
    }

    /** Returns the value of a {@link Kind#VALUE}, valid as long as the bytes that it was read from. */
    ByteSlice value() {
        return value;
    }

    /** Returns the server's words of a {@link Kind#ERROR}. */
    String error() {
        return error;
    }
}
