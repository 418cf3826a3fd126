package dev.kvlb.cli;

import dev.kvlb.Client;
import dev.kvlb.KvlbException;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jline.reader.Candidate;
import org.jline.reader.Completer;
import org.jline.reader.EndOfFileException;
import org.jline.reader.LineReader;
import org.jline.reader.LineReaderBuilder;
import org.jline.reader.ParsedLine;
import org.jline.reader.UserInterruptException;
import org.jline.reader.impl.DefaultParser;
import org.jline.terminal.Terminal;
import org.jline.terminal.TerminalBuilder;

/** The shell in a terminal: a prompt, history, and completion of commands. The only class that knows JLine. */
final class TerminalShell {
    /** With it JLine asks the terminal at the start, and waits for terminals that never answer. */
    private static final String GRAPHEME_PROBE = "org.jline.terminal.graphemeCluster";

    /**
     * With them JLine 4.5.0 reads Ctrl-C as a byte and interrupts the reader because of it; now and then both count, the
     * next prompt is interrupted too, and a Ctrl-D that is pressed then is lost. Without, the kernel sends SIGINT.
     */
    private static final String SOFTWARE_SIGNALS = "org.jline.terminal.softwareSignals";

    private final String prompt;
    private final Client client;

    TerminalShell(HostPort balancer, Client client) {
        this.prompt = "kvlb " + balancer + "> ";
        this.client = client;
    }

    /** Runs what is typed until the end is wished for. */
    int run(String greeting) {
        switchOff(GRAPHEME_PROBE);
        switchOff(SOFTWARE_SIGNALS);
        try (Terminal terminal = TerminalBuilder.builder()
                .name("kvlb")
                .encoding(StandardCharsets.UTF_8)
                .build()) {
            PrintWriter out = terminal.writer();
            ShellInterpreter interpreter = new ShellInterpreter(client, new TerminalAnswers(out));
            LineReader reader = LineReaderBuilder.builder()
                    .terminal(terminal)
                    .appName("kvlb")
                    // What the line means is up to the interpreter alone; a backslash is none of JLine's business.
                    .parser(new DefaultParser().escapeChars(new char[0]))
                    .completer(new CommandCompleter(interpreter))
                    .option(LineReader.Option.DISABLE_EVENT_EXPANSION, true)
                    .build();
            // Between two lines Ctrl-C ends the wait for an answer, not the shell.
            Thread thread = Thread.currentThread();
            terminal.handle(Terminal.Signal.INT, signal -> thread.interrupt());
            out.println(greeting);
            boolean goesOn = true;
            while (goesOn) {
                goesOn = runOne(reader, interpreter, out);
            }
            return ExitStatus.DONE;
        } catch (IOException e) {
            throw new CommandFailedException(ExitStatus.FAILED, "cannot use the terminal: " + e.getMessage(), e);
        }
    }

    /** What was given to the JVM with -D counts. */
    private static void switchOff(String property) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, "false");
        }
    }

    private boolean runOne(LineReader reader, ShellInterpreter interpreter, PrintWriter out) {
        boolean goesOn = true;
        try {
            String line = reader.readLine(prompt);
            goesOn = interpreter.run(line.getBytes(StandardCharsets.UTF_8));
        } catch (BadLineException | KvlbException e) {
            out.println(ErrorLine.of(e));
        } catch (UserInterruptException e) {
            // Ctrl-C throws the line away.
        } catch (EndOfFileException e) {
            goesOn = false;
        }
        out.flush();
        Thread.interrupted();
        return goesOn;
    }

    /** Completes the name of a command, where one can stand. */
    private record CommandCompleter(ShellInterpreter interpreter) implements Completer {
        @Override
        public void complete(LineReader reader, ParsedLine line, List<Candidate> candidates) {
            boolean first = line.wordIndex() == 0;
            boolean afterHelp = line.wordIndex() == 1 && line.words().get(0).equals("help");
            if (first || afterHelp) {
                interpreter.names().forEach(name -> candidates.add(new Candidate(name)));
            }
        }
    }

    /** A value is shown as text where it is text; what could move the cursor is escaped. */
    private record TerminalAnswers(PrintWriter out) implements ShellInterpreter.Answers {
        @Override
        public void line(String text) {
            out.println(text);
        }

        @Override
        public void value(byte[] value) {
            out.println(ErrorLine.oneLine(new String(value, StandardCharsets.UTF_8)));
        }
    }
}
