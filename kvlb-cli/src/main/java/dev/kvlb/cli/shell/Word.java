package dev.kvlb.cli.shell;

import java.nio.charset.StandardCharsets;

/** A word of a line: what it means, and where it stands. Immutable, but for the array that it hands out. */
final class Word {
    private final byte[] bytes;
    private final int begin;
    private final int end;
    private final boolean quoted;

    /**
     * Makes a word.
     *
     * @param bytes what it means, without quotes and escapes
     * @param begin where it begins, in bytes of the line
     * @param end where it ends
     * @param quoted whether a part of it stands in quotes
     */
    Word(byte[] bytes, int begin, int end, boolean quoted) {
        this.bytes = bytes;
        this.begin = begin;
        this.end = end;
        this.quoted = quoted;
    }

    byte[] bytes() {
        return bytes;
    }

    String text() {
        return new String(bytes, StandardCharsets.UTF_8);
    }

    int begin() {
        return begin;
    }

    int end() {
        return end;
    }

    boolean isQuoted() {
        return quoted;
    }

    /** Returns whether it may name an option; what stands in quotes never does. */
    boolean isOption() {
        return !quoted && text().startsWith("--");
    }
}
