package dev.kvlb.cli.shell;

import org.jline.reader.Highlighter;
import org.jline.reader.LineReader;
import org.jline.utils.AttributedString;
import org.jline.utils.AttributedStringBuilder;
import org.jline.utils.AttributedStyle;

/**
 * Colours a line while it is typed, and has JLine show the hint behind it: JLine asks for the colours before each time that
 * it shows the line, and reads the hint after that.
 */
final class LineHighlighter implements Highlighter {
    private final Highlights highlights;
    private final Hints hints;

    LineHighlighter(Verbs verbs) {
        highlights = new Highlights(verbs);
        hints = new Hints(verbs);
    }

    @Override
    public AttributedString highlight(LineReader reader, String line) {
        reader.setTailTip(hints.of(line));
        AttributedStringBuilder text = new AttributedStringBuilder();
        int done = 0;
        for (Highlights.Part part : highlights.of(line)) {
            text.append(line, done, part.begin());
            text.styled(style(part.kind()), line.substring(part.begin(), part.end()));
            done = part.end();
        }
        return text.append(line, done, line.length()).toAttributedString();
    }

    private static AttributedStyle style(Highlights.Kind kind) {
        return switch (kind) {
            case PLAIN -> AttributedStyle.DEFAULT;
            case COMMAND -> AttributedStyle.BOLD;
            case OPTION -> AttributedStyle.DEFAULT.foreground(AttributedStyle.MAGENTA);
            case STRING -> AttributedStyle.DEFAULT.foreground(AttributedStyle.GREEN);
            case NUMBER -> AttributedStyle.DEFAULT.foreground(AttributedStyle.CYAN);
            case WRONG -> AttributedStyle.DEFAULT.foreground(AttributedStyle.RED);
        };
    }
}
