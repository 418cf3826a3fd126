package dev.kvlb.cli;

import dev.kvlb.Client;
import dev.kvlb.KvlbException;
import java.io.ByteArrayOutputStream;
import java.io.IOException;

/**
 * The shell where standard input or output is no terminal: line by line, without a prompt. Each answer is out before the
 * next line is read, so that a program can talk to it.
 */
final class PipeShell {
    /** Enough for any key and value, even if each of their bytes is written as an escape. */
    private static final int LINE_BYTES_MAX = 1 << 20;

    private final Invocation invocation;
    private final ShellInterpreter interpreter;
    private int lineNumber;
    private int status = ExitStatus.DONE;

    PipeShell(Client client, Invocation invocation) {
        this.invocation = invocation;
        this.interpreter = new ShellInterpreter(client, new PlainAnswers(invocation));
    }

    /** Runs all lines, and returns {@link ExitStatus#NO} where one was bad. */
    int run() {
        ByteArrayOutputStream line = new ByteArrayOutputStream();
        boolean goesOn = true;
        int b = 0;
        while (goesOn && b >= 0) {
            b = read();
            if (b == '\n' || (b < 0 && line.size() > 0)) {
                goesOn = run(line.toByteArray());
                line.reset();
            } else if (b >= 0 && line.size() <= LINE_BYTES_MAX) {
                line.write(b);
            }
        }
        return status;
    }

    private boolean run(byte[] line) {
        lineNumber++;
        boolean goesOn = true;
        try {
            if (line.length > LINE_BYTES_MAX) {
                throw new BadLineException("it has more than " + LINE_BYTES_MAX + " bytes");
            }
            goesOn = interpreter.run(line);
        } catch (BadLineException | KvlbException e) {
            status = ExitStatus.NO;
            invocation.flush();
            invocation.err().println("kvlb: line " + lineNumber + ": " + ErrorLine.of(e));
        }
        invocation.flush();
        return goesOn;
    }

    private int read() {
        try {
            return invocation.in().read();
        } catch (IOException e) {
            throw new CommandFailedException(ExitStatus.FAILED, "cannot read standard input: " + e.getMessage(), e);
        }
    }

    /** A value is its bytes and a newline. */
    private record PlainAnswers(Invocation invocation) implements ShellInterpreter.Answers {
        @Override
        public void line(String text) {
            invocation.printLine(text);
        }

        @Override
        public void value(byte[] value) {
            invocation.write(value);
            invocation.write(new byte[] {'\n'});
        }
    }
}
