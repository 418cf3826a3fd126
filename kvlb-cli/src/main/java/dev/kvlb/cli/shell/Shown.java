package dev.kvlb.cli.shell;

import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/**
 * Bytes as people read them. What is plain text is shown as it is; all else in double quotes with the escapes that the
 * shell reads, so that it can be pasted back, and so that it can't move the cursor.
 */
final class Shown {
    private static final int ZERO_WIDTH_JOINER = 0x200d;

    private Shown() {}

    /** Returns the bytes on one line; of what is longer than some characters the beginning, and how many bytes it has. */
    static String of(byte[] bytes, int charsMax) {
        StringBuilder shown = new StringBuilder();
        boolean cut;
        try {
            String text = StandardCharsets.UTF_8
                    .newDecoder()
                    .decode(ByteBuffer.wrap(bytes))
                    .toString();
            if (isPlain(text)) {
                cut = text.codePointCount(0, text.length()) > charsMax;
                shown.append(cut ? text.substring(0, text.offsetByCodePoints(0, charsMax)) : text);
            } else {
                cut = quote(text, charsMax, shown);
            }
        } catch (CharacterCodingException e) {
            cut = quote(bytes, charsMax, shown);
        }
        return cut
                ? shown.append(String.format(Locale.ROOT, "... (%,d bytes)", bytes.length))
                        .toString()
                : shown.toString();
    }

    /** Returns text as a word of a line: as it is where that is a word, else in quotes. */
    static String asWord(String text) {
        boolean isWord = isPlain(text)
                && !text.startsWith("#")
                && text.chars().noneMatch(c -> c == '"' || c == '\'' || Character.isWhitespace(c));
        if (isWord) {
            return text;
        }
        StringBuilder quoted = new StringBuilder();
        quote(text, Integer.MAX_VALUE, quoted);
        return quoted.toString();
    }

    /** Text that could be taken for a quoted one is not. */
    private static boolean isPlain(String text) {
        return !text.isEmpty()
                && !text.startsWith("\"")
                && text.strip().equals(text)
                && text.codePoints().allMatch(Shown::isPrintable);
    }

    private static boolean quote(String text, int charsMax, StringBuilder shown) {
        shown.append('"');
        boolean cut = false;
        for (int i = 0; i < text.length() && !cut; i += Character.charCount(text.codePointAt(i))) {
            cut = shown.length() > charsMax;
            if (!cut) {
                quote(text.codePointAt(i), shown);
            }
        }
        shown.append('"');
        return cut;
    }

    private static void quote(int codePoint, StringBuilder shown) {
        if (codePoint == '"' || codePoint == '\\') {
            shown.append('\\').append((char) codePoint);
        } else if (isPrintable(codePoint)) {
            shown.appendCodePoint(codePoint);
        } else {
            for (byte b : Character.toString(codePoint).getBytes(StandardCharsets.UTF_8)) {
                escape(b, shown);
            }
        }
    }

    private static boolean quote(byte[] bytes, int charsMax, StringBuilder shown) {
        shown.append('"');
        boolean cut = false;
        for (int i = 0; i < bytes.length && !cut; i++) {
            cut = shown.length() > charsMax;
            if (!cut && bytes[i] >= 0) {
                quote((int) bytes[i], shown);
            } else if (!cut) {
                escape(bytes[i], shown);
            }
        }
        shown.append('"');
        return cut;
    }

    private static void escape(byte b, StringBuilder shown) {
        switch (b) {
            case '\n' -> shown.append("\\n");
            case '\r' -> shown.append("\\r");
            case '\t' -> shown.append("\\t");
            default -> shown.append(String.format("\\x%02x", b));
        }
    }

    /** What is shown nowhere, or changes how its neighbours are shown, is not. */
    private static boolean isPrintable(int codePoint) {
        return switch (Character.getType(codePoint)) {
            case Character.CONTROL,
                    Character.SURROGATE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> false;
            case Character.FORMAT -> codePoint == ZERO_WIDTH_JOINER;
            default -> true;
        };
    }
}
