package dev.kvlb.cli.call;

import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileInputStream;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * One call of the command: its arguments, environment and streams. Text is UTF-8, whatever the locale says.
 *
 * <p>Output goes to the file descriptor itself, not through {@link System#out}, which drops what a full disk or a closed
 * pipe refuses.
 */
public final class Invocation {
    private final List<String> arguments;
    private final Map<String, String> environment;
    private final InputStream in;
    private final OutputStream out;
    private final PrintStream err;

    public Invocation(
            List<String> arguments,
            Map<String, String> environment,
            InputStream in,
            OutputStream out,
            PrintStream err) {
        this.arguments = List.copyOf(arguments);
        this.environment = environment;
        this.in = in;
        this.out = new BufferedOutputStream(out);
        this.err = err;
    }

    /** Returns the call that this process was started for. */
    public static Invocation ofProcess(String[] arguments) {
        return new Invocation(
                List.of(arguments),
                System.getenv(),
                new BufferedInputStream(new FileInputStream(FileDescriptor.in)),
                new FileOutputStream(FileDescriptor.out),
                new PrintStream(new FileOutputStream(FileDescriptor.err), true, StandardCharsets.UTF_8));
    }

    public List<String> arguments() {
        return arguments;
    }

    /** Returns a variable of the environment; null where it is not set or empty. */
    public @Nullable String variable(String name) {
        String value = environment.get(name);
        return value == null || value.isEmpty() ? null : value;
    }

    public InputStream in() {
        return in;
    }

    /** Returns standard output, buffered; what can't be written throws at the next {@link #flush} at the latest. */
    public OutputStream out() {
        return out;
    }

    /** Returns standard error, which loses silently what it can't write: there is nowhere left to say so. */
    public PrintStream err() {
        return err;
    }

    /** Tells a line on standard error, behind the name of the command. */
    public void tell(String line) {
        err.println("kvlb: " + line);
    }

    /** Writes a line to standard output, at the latest when it is flushed. */
    public void printLine(String line) {
        write(line.getBytes(StandardCharsets.UTF_8));
        write(new byte[] {'\n'});
    }

    /** Writes bytes to standard output, at the latest when it is flushed. */
    public void write(byte[] bytes) {
        try {
            out.write(bytes);
        } catch (IOException e) {
            throw cannotWrite(e);
        }
    }

    /** Writes out what is still buffered for standard output. */
    public void flush() {
        try {
            out.flush();
        } catch (IOException e) {
            throw cannotWrite(e);
        }
    }

    /** Reads all of standard input, but no more than {@code bytesMax} bytes. */
    public byte[] readInput(int bytesMax) {
        try {
            return in.readNBytes(bytesMax);
        } catch (IOException e) {
            throw new CommandFailedException(ExitStatus.FAILED, "cannot read standard input: " + e.getMessage(), e);
        }
    }

    private static CommandFailedException cannotWrite(IOException cause) {
        return new CommandFailedException(
                ExitStatus.FAILED, "cannot write standard output: " + cause.getMessage(), cause);
    }
}
