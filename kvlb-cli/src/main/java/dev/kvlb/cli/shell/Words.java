package dev.kvlb.cli.shell;

import java.io.ByteArrayOutputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Cuts a line of the shell into words, byte by byte, so that a word may be anything.
 *
 * <p>Words stand between blanks. What is in '...' is one word as it stands; what is in "..." too, except for the escapes
 * {@code \" \\ \n \r \t \xHH}. Quotes may begin and end within a word. Elsewhere a backslash is a backslash. A line whose
 * first word begins with # says nothing.
 */
final class Words {
    private static final int HEX = 16;
    private static final byte COMMENT = '#';

    private final byte[] line;
    private final List<Word> words = new ArrayList<>();
    private final ByteArrayOutputStream word = new ByteArrayOutputStream();
    private int position;
    private int begin;
    private boolean quoted;
    private @Nullable BadLineException flaw;

    private Words(byte[] line) {
        this.line = line;
    }

    /**
     * Returns the words of a line.
     *
     * @throws UnclosedQuoteException if a quote is not closed
     * @throws BadLineException if an escape is unknown
     */
    static List<Word> of(byte[] line) {
        Words words = scan(line);
        if (words.flaw != null) {
            throw words.flaw;
        }
        return words.words;
    }

    /** Returns the words as far as they go: where something is wrong, the last one is the one in which it is. */
    static Typed asTyped(byte[] line) {
        Words words = scan(line);
        return new Typed(words.words, words.flaw);
    }

    private static Words scan(byte[] line) {
        Words words = new Words(line);
        try {
            words.split();
        } catch (BadLineException e) {
            words.flaw = e;
            words.position = line.length;
            words.finish();
        }
        return words;
    }

    private void split() {
        while (position < line.length) {
            if (isBlank(line[position])) {
                position++;
            } else if (words.isEmpty() && line[position] == COMMENT) {
                position = line.length;
            } else {
                begin = position;
                while (position < line.length && !isBlank(line[position])) {
                    take(line[position++]);
                }
                finish();
            }
        }
    }

    private void finish() {
        words.add(new Word(word.toByteArray(), begin, position, quoted));
        word.reset();
        quoted = false;
    }

    private void take(byte b) {
        if (b == '\'' || b == '"') {
            quoted = true;
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
            throw new UnclosedQuoteException((char) quote, opened);
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
        return b == ' ' || b == '\t' || b == '\r' || b == '\n';
    }

    /**
     * The words of a line that is still being typed.
     *
     * @param flaw what is wrong with the last one; null where nothing is
     */
    record Typed(List<Word> words, @Nullable BadLineException flaw) {}
}
