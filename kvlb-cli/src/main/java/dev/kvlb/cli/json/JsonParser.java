package dev.kvlb.cli.json;

import java.util.HashMap;
import java.util.Map;

/** Reads one object; of what is no string it keeps no more than that it was there. */
final class JsonParser {
    private static final Object OTHER = new Object();
    private static final int HEX = 16;
    private static final int HEX_DIGITS = 4;
    private static final int DEPTH_MAX = 64;

    private final String text;
    private int position;
    private int depth;

    JsonParser(String text) {
        this.text = text;
    }

    /** Reads an object that is the whole text. */
    Map<String, Object> object() throws MalformedJsonException {
        Map<String, Object> members = members();
        skipBlanks();
        if (position < text.length()) {
            throw unexpected("the end");
        }
        return members;
    }

    private Map<String, Object> members() throws MalformedJsonException {
        Map<String, Object> members = new HashMap<>();
        expect('{');
        if (skip('}')) {
            return members;
        }
        do {
            skipBlanks();
            String name = string();
            expect(':');
            if (members.put(name, value()) != null) {
                throw new MalformedJsonException("\"" + name + "\" is there twice");
            }
        } while (skip(','));
        expect('}');
        return members;
    }

    private Object value() throws MalformedJsonException {
        skipBlanks();
        if (position < text.length() && text.charAt(position) == '"') {
            return string();
        }
        if (++depth > DEPTH_MAX) {
            throw new MalformedJsonException("it is more than " + DEPTH_MAX + " levels deep");
        }
        skipOther();
        depth--;
        return OTHER;
    }

    private void skipOther() throws MalformedJsonException {
        if (position < text.length() && text.charAt(position) == '{') {
            members();
        } else if (skip('[')) {
            if (!skip(']')) {
                do {
                    value();
                } while (skip(','));
                expect(']');
            }
        } else {
            int from = position;
            while (position < text.length() && isOfWord(text.charAt(position))) {
                position++;
            }
            String word = text.substring(from, position);
            if (!word.matches("true|false|null|-?(0|[1-9][0-9]*)(\\.[0-9]+)?([eE][+-]?[0-9]+)?")) {
                position = from;
                throw unexpected("a value");
            }
        }
    }

    private static boolean isOfWord(char c) {
        return Character.isLetterOrDigit(c) || c == '-' || c == '+' || c == '.';
    }

    private String string() throws MalformedJsonException {
        int opened = position;
        if (position == text.length() || text.charAt(position) != '"') {
            throw unexpected("a string");
        }
        position++;
        StringBuilder string = new StringBuilder();
        while (position < text.length()) {
            char c = text.charAt(position++);
            if (c == '"') {
                return string.toString();
            }
            if (c < ' ') {
                position--;
                throw unexpected("an escape");
            }
            string.append(c == '\\' ? escaped() : c);
        }
        throw new MalformedJsonException("the string at column " + (opened + 1) + " is not closed");
    }

    private char escaped() throws MalformedJsonException {
        char letter = position < text.length() ? text.charAt(position++) : ' ';
        return switch (letter) {
            case '"', '\\', '/' -> letter;
            case 'b' -> '\b';
            case 'f' -> '\f';
            case 'n' -> '\n';
            case 'r' -> '\r';
            case 't' -> '\t';
            case 'u' -> (char) hex();
            default -> throw new MalformedJsonException("unknown escape \\" + letter + " at column " + (position - 1));
        };
    }

    private int hex() throws MalformedJsonException {
        int code = 0;
        for (int i = 0; i < HEX_DIGITS; i++) {
            int digit = position < text.length() ? Character.digit(text.charAt(position), HEX) : -1;
            if (digit < 0) {
                throw unexpected("a hexadecimal digit");
            }
            code = code * HEX + digit;
            position++;
        }
        return code;
    }

    private void expect(char c) throws MalformedJsonException {
        if (!skip(c)) {
            throw unexpected("'" + c + "'");
        }
    }

    private boolean skip(char c) {
        skipBlanks();
        boolean isThere = position < text.length() && text.charAt(position) == c;
        if (isThere) {
            position++;
        }
        return isThere;
    }

    private void skipBlanks() {
        while (position < text.length() && " \t\r\n".indexOf(text.charAt(position)) >= 0) {
            position++;
        }
    }

    private MalformedJsonException unexpected(String wanted) {
        String found = position < text.length() ? "'" + text.charAt(position) + "'" : "the end";
        return new MalformedJsonException(wanted + " should be at column " + (position + 1) + ", not " + found);
    }
}
