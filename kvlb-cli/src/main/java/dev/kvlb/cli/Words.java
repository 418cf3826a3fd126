package dev.kvlb.cli;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;

/**
 * Cuts a line of the shell into words, byte by byte, so that a word may be anything.
 *
 * <p>Words stand between blanks. What is in '...' is one word as it stands; what is in "..." too, except for the escapes
 * {@code \" \\ \n \r \t \xHH}. Quotes may begin and end within a word. Elsewhere a backslash is a backslash.
 */
final class Words {
    private static final int HEX = 16;

    private final byte[] line;
    private final List<byte[]> words = new ArrayList<>();
    private final ByteArrayOutputStream word = new ByteArrayOutputStream();
    private int position;

    private Words(byte[] line) {
        this.line = line;
    }

    /**
     * Returns the words of a line.
     *
     * @throws BadLineException if a quote is not closed, or an escape unknown
     */
    static List<byte[]> of(byte[] line) {
        return new Words(line).split();
    }

    private List<byte[]> split() {
        boolean inWord = false;
        while (position < line.length) {
            byte b = line[position++];
            if (isBlank(b)) {
                if (inWord) {
                    finish();
                }
                inWord = false;
            } else {
                inWord = true;
                take(b);
            }
        }
        if (inWord) {
            finish();
        }
        return words;
    }

    private void finish() {
        words.add(word.toByteArray());
        word.reset();
    }

    private void take(byte b) {
        if (b == '\'' || b == '"') {
            int opened = position;
            for (byte next = next(b, opened); next != b; next = next(b, opened)) {
                word.write(next == '\\' && b == '"' ? escaped(next(b, opened), opened) : next);
            }
        } else {
            word.write(b);
        }
    }

    private byte next(byte quote, int opened) {
        if (position == line.length) {
            throw new BadLineException("the quote " + (char) quote + " at column " + opened + " is not closed");
        }
        return line[position++];
    }

    private int escaped(byte letter, int opened) {
        return switch (letter) {
            case '"', '\\' -> letter;
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'x' -> digit(next((byte) '"', opened)) * HEX + digit(next((byte) '"', opened));
            default ->
                throw new BadLineException("unknown escape \\" + (char) (letter & 0xff) + " at column " + (position - 1)
                        + " (known: \\\" \\\\ \\n \\r \\t \\xHH)");
        };
    }

    private int digit(byte b) {
        int digit = b < 0 ? -1 : Character.digit(b, HEX);
        if (digit < 0) {
            throw new BadLineException("\\x needs two hexadecimal digits, before column " + position);
        }
        return digit;
    }

    private static boolean isBlank(byte b) {
        return b == ' ' || b == '\t' || b == '\r';
    }
}
