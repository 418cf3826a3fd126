package dev.kvlb.cli.shell;

import dev.kvlb.cli.call.CommandFailedException;
import dev.kvlb.cli.call.ExitStatus;
import dev.kvlb.cli.call.Invocation;
import java.io.BufferedInputStream;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import picocli.CommandLine.Option;

/** Where the lines of a shell come from that nobody types. */
final class ShellInput {
    private static final String STANDARD_INPUT = "-";

    @Option(
            names = {"-e", "--eval"},
            paramLabel = "LINE",
            description = "run this line, and end; may be given more than once")
    private List<String> lines = List.of();

    @Option(
            names = {"-f", "--file"},
            paramLabel = "FILE",
            description = "run the lines of this file, and end; - is standard input; may be given more than once")
    private List<String> files = List.of();

    @Option(names = "--bail", description = "end at the first line that fails")
    private boolean bail;

    boolean endsAtFailure() {
        return bail;
    }

    /** Returns whether it is said what to run; else it is typed, or comes from standard input. */
    boolean isGiven() {
        return !lines.isEmpty() || !files.isEmpty();
    }

    /** Runs all of it. */
    void run(Interpreter interpreter, Invocation invocation) {
        if (!lines.isEmpty() && !files.isEmpty()) {
            throw CommandFailedException.usage("--eval and --file exclude each other: choose one");
        }
        if (!lines.isEmpty()) {
            byte[] script = String.join("\n", lines).getBytes(StandardCharsets.UTF_8);
            run(interpreter, new ByteArrayInputStream(script), "", "--eval");
        } else if (files.isEmpty()) {
            run(interpreter, invocation.in(), "", "standard input");
        }
        for (String file : files) {
            if (file.equals(STANDARD_INPUT)) {
                run(interpreter, invocation.in(), "", "standard input");
            } else {
                run(interpreter, file);
            }
        }
    }

    private static void run(Interpreter interpreter, String file) {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(Path.of(file)))) {
            run(interpreter, in, file + ": ", file);
        } catch (NoSuchFileException e) {
            throw new CommandFailedException(ExitStatus.FAILED, "no such file: " + file, e);
        } catch (IOException e) {
            throw cannotRead(file, e);
        }
    }

    private static void run(Interpreter interpreter, InputStream in, String place, String name) {
        try {
            interpreter.runAll(in, place);
        } catch (IOException e) {
            throw cannotRead(name, e);
        }
    }

    private static CommandFailedException cannotRead(String name, IOException e) {
        return new CommandFailedException(ExitStatus.FAILED, "cannot read " + name + ": " + e.getMessage(), e);
    }
}
