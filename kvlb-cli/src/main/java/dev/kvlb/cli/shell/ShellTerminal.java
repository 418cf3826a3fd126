package dev.kvlb.cli.shell;

import dev.kvlb.cli.terminal.Colors;
import dev.kvlb.cli.terminal.Signals;
import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReader.SuggestionType;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.UserInterruptException;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;
import org.jline.utils.InfoCmp.Capability;

/** The shell in a terminal: a prompt, history, completion, colours and hints. For one thread. */
final class ShellTerminal implements Console, AutoCloseable {
    /** With it JLine asks the terminal at the start, and waits for terminals that never answer. */
    private static final String GRAPHEME_PROBE = "org.jline.terminal.graphemeCluster";

    /**
     * With them JLine 4.5.0 reads Ctrl-C as a byte and interrupts the reader because of it; now and then both count, the
     * next prompt is interrupted too, and a Ctrl-D that is pressed then is lost. Without, the kernel sends SIGINT.
     */
    private static final String SOFTWARE_SIGNALS = "org.jline.terminal.softwareSignals";

    /** Those that have colours where nothing else is said. */
    private static final List<String> COMPLETION_STYLES = List.of(
            LineReader.COMPLETION_STYLE_GROUP,
            LineReader.COMPLETION_STYLE_LIST_GROUP,
            LineReader.COMPLETION_STYLE_DESCRIPTION,
            LineReader.COMPLETION_STYLE_LIST_DESCRIPTION,
            LineReader.COMPLETION_STYLE_STARTING,
            LineReader.COMPLETION_STYLE_LIST_STARTING,
            LineReader.COMPLETION_STYLE_BACKGROUND,
            LineReader.COMPLETION_STYLE_LIST_BACKGROUND);

    /** Says no more than that a colour is none: what says nothing at all JLine takes for a style that is not set. */
    private static final String NO_STYLE = "fg:default";

    private final Terminal terminal;
    private final OutputStream out;
    private final Colors colors;
    private final TypedHistory history;
    private int lastByte = '\n';

    private ShellTerminal(Terminal terminal, Colors colors, Path historyFile) {
        this.terminal = terminal;
        this.out = new BufferedOutputStream(terminal.output());
        this.colors = colors;
        history = new TypedHistory(new HistoryFile(historyFile), this::note);
    }

    /**
     * Opens the terminal that this process was started from.
     *
     * @throws IOException if it can't be used
     */
    static ShellTerminal open(Colors colors, Path historyFile) throws IOException {
        switchOff(GRAPHEME_PROBE);
        switchOff(SOFTWARE_SIGNALS);
        Terminal terminal = TerminalBuilder.builder()
                .name("kvlb")
                .encoding(StandardCharsets.UTF_8)
                .build();
        return new ShellTerminal(terminal, colors, historyFile);
    }

    /** What was given to the JVM with -D counts. */
    private static void switchOff(String property) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, "false");
        }
    }

    /** Runs what is typed until the end is wished for. */
    void run(Interpreter interpreter, List<String> greeting) {
        LineReader reader = reader(interpreter);
        // Between two lines Ctrl-C ends the wait for an answer, not the shell.
        Thread thread = Thread.currentThread();
        terminal.handle(Terminal.Signal.INT, signal -> thread.interrupt());
        if (isDumb()) {
            // JLine leaves those to the kernel, and does not look for signals.
            Signals.handle("INT", () -> terminal.raise(Terminal.Signal.INT));
        }
        greeting.forEach(this::line);
        Banner.of(interpreter.session()).forEach(this::line);
        while (!interpreter.isEnded()) {
            freshLine();
            flush();
            try {
                String line = reader.readLine(prompt(interpreter));
                interpreter.run(line.getBytes(StandardCharsets.UTF_8), "");
            } catch (UserInterruptException e) {
                // Ctrl-C throws the line away.
                leaveLine();
            } catch (EndOfFileException e) {
                leaveLine();
                interpreter.end();
            }
            Thread.interrupted();
        }
        freshLine();
        flush();
    }

    private boolean isDumb() {
        return terminal.getType().startsWith(Terminal.TYPE_DUMB);
    }

    /** Elsewhere JLine does that. */
    private void leaveLine() {
        if (isDumb()) {
            line("");
        }
    }

    private LineReader reader(Interpreter interpreter) {
        Completion completion =
                new Completion(interpreter.verbs(), interpreter.recentKeys(), interpreter.session()::targets);
        LineReaderBuilder builder = LineReaderBuilder.builder()
                .terminal(terminal)
                .appName("kvlb")
                .history(history)
                .parser(new LineParser())
                .completer(completer(completion))
                .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true);
        if (colors == Colors.ON) {
            LineReader reader = builder.highlighter(new LineHighlighter(interpreter.verbs()))
                    .build();
            // Hints would look like something typed without them.
            reader.setAutosuggestion(SuggestionType.TAIL_TIP);
            return reader;
        }
        COMPLETION_STYLES.forEach(style -> builder.variable(style, NO_STYLE));
        return builder.option(LineReader.Option.DISABLE_HIGHLIGHTER, true).build();
    }

    private static Completer completer(Completion completion) {
        return (reader, parsed, candidates) -> {
            LineParser.TypedLine line = (LineParser.TypedLine) parsed;
            int order = 0;
            for (Completion.Suggestion each : completion.behind(line.before(), line.current(), line.isOption())) {
                String help = each.help().isEmpty() ? null : each.help();
                candidates.add(
                        new Candidate(each.value(), each.value(), null, help, null, null, each.isWhole(), order++));
            }
        };
    }

    private String prompt(Interpreter interpreter) {
        return colors.bold("kvlb") + " "
                + colors.green(interpreter.session().target().toString()) + "> ";
    }

    private void line(String text) {
        write((text + "\n").getBytes(StandardCharsets.UTF_8));
    }

    /** A value that was shown raw need not end in a newline, but a prompt begins behind one. */
    private void freshLine() {
        if (lastByte != '\n') {
            line("");
        }
    }

    @Override
    public void write(byte[] bytes) {
        try {
            out.write(bytes);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        if (bytes.length > 0) {
            lastByte = bytes[bytes.length - 1];
        }
    }

    @Override
    public void flush() {
        try {
            out.flush();
            terminal.flush();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public void note(String line) {
        freshLine();
        line(colors.faint(line));
    }

    @Override
    public void error(String line) {
        freshLine();
        line(colors.red(line));
    }

    @Override
    public void clear() {
        flush();
        terminal.puts(Capability.clear_screen);
        terminal.flush();
    }

    @Override
    public List<String> history() {
        return history.lines();
    }

    @Override
    public void forgetHistory() {
        history.clear();
    }

    @Override
    public void close() {
        try {
            terminal.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
