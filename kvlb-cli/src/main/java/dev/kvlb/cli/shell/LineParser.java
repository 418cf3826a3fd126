package dev.kvlb.cli.shell;

import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jline.reader.CompletingParsedLine;
import org.jline.reader.EOFError;
import org.jline.reader.ParsedLine;
import org.jline.reader.Parser;

/** Has JLine see lines as the shell does: its words, and that one which ends within quotes goes on. */
final class LineParser implements Parser {
    @Override
    public ParsedLine parse(String line, int cursor, ParseContext context) {
        if (context != ParseContext.COMPLETE) {
            BadLineException flaw =
                    Words.asTyped(line.getBytes(StandardCharsets.UTF_8)).flaw();
            if (flaw instanceof UnclosedQuoteException unclosed) {
                throw new EOFError(-1, cursor, unclosed.getMessage(), String.valueOf(unclosed.quote()));
            }
        }
        return TypedLine.of(line, cursor);
    }

    /** What a backslash means is up to {@link Words} alone. */
    @Override
    public boolean isEscapeChar(char c) {
        return false;
    }

    /**
     * A line up to the cursor.
     *
     * @param before the words before before the one that is being typed
     * @param current what was typed of that, without quotes
     * @param rawLength how many chars of the line it has
     * @param isOption whether it is the beginning of an option
     */
    record TypedLine(String line, int cursor, List<Word> before, String current, int rawLength, boolean isOption)
            implements CompletingParsedLine {
        static TypedLine of(String line, int cursor) {
            String typed = line.substring(0, cursor);
            byte[] bytes = typed.getBytes(StandardCharsets.UTF_8);
            List<Word> words = Words.asTyped(bytes).words();
            int last = words.size() - 1;
            if (last < 0 || words.get(last).end() < bytes.length) {
                return new TypedLine(line, cursor, words, "", 0, false);
            }
            Word current = words.get(last);
            int length =
                    new String(bytes, current.begin(), bytes.length - current.begin(), StandardCharsets.UTF_8).length();
            boolean isOption = !current.isQuoted() && current.text().startsWith("-");
            return new TypedLine(line, cursor, words.subList(0, last), current.text(), length, isOption);
        }

        @Override
        public String word() {
            return current;
        }

        @Override
        public int wordCursor() {
            return current.length();
        }

        @Override
        public int wordIndex() {
            return before.size();
        }

        @Override
        public List<String> words() {
            List<String> texts = new ArrayList<>(before.stream().map(Word::text).toList());
            texts.add(current);
            return texts;
        }

        @Override
        public CharSequence escape(CharSequence candidate, boolean complete) {
            String word = Shown.asWord(candidate.toString());
            boolean goesOn = !complete && word.startsWith("\"");
            return goesOn ? word.substring(0, word.length() - 1) : word;
        }

        @Override
        public int rawWordCursor() {
            return rawLength;
        }

        @Override
        public int rawWordLength() {
            return rawLength;
        }
    }
}
