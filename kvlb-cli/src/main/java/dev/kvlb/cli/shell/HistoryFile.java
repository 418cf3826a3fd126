package dev.kvlb.cli.shell;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.nio.file.attribute.FileAttribute;
import java.nio.file.attribute.PosixFilePermission;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The lines that were typed, in a file that only its owner can read: values are in it. Each line is there once, where it
 * was typed last, and the latest are kept.
 *
 * <p>The file is replaced as a whole whenever a line is added, so it is complete at any time, and what another shell has
 * added meanwhile stays. Of lines that two shells add in the same moment one may be lost.
 */
final class HistoryFile {
    private static final int LINES_MAX = 1_000;
    private static final Pattern ESCAPE = Pattern.compile("\\\\(.)");
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-------"));
    private static final FileAttribute<Set<PosixFilePermission>> OWNER_ONLY_DIRECTORY =
            PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rwx------"));

    private final Path file;

    HistoryFile(Path file) {
        this.file = file;
    }

    /** Returns the lines, the oldest first. */
    List<String> read() throws IOException {
        List<String> lines = new ArrayList<>();
        try {
            String text = new String(Files.readAllBytes(file), StandardCharsets.UTF_8);
            text.lines().forEach(line -> append(lines, unescaped(line)));
        } catch (NoSuchFileException e) {
            // Nothing was typed yet.
        }
        return lines;
    }

    /** Adds a line; an equal one that is there goes. */
    void add(String line) throws IOException {
        List<String> lines = read();
        append(lines, line);
        write(lines);
    }

    /** Forgets all lines. */
    void clear() throws IOException {
        write(List.of());
    }

    private static void append(List<String> lines, String line) {
        lines.remove(line);
        lines.add(line);
        if (lines.size() > LINES_MAX) {
            lines.remove(0);
        }
    }

    private void write(List<String> lines) throws IOException {
        StringBuilder text = new StringBuilder();
        lines.forEach(line -> text.append(escaped(line)).append('\n'));
        Path directory = file.toAbsolutePath().getParent();
        Files.createDirectories(directory, whereKnown(OWNER_ONLY_DIRECTORY));
        Path next = Files.createTempFile(directory, "history", ".tmp", whereKnown(OWNER_ONLY));
        try {
            Files.write(next, text.toString().getBytes(StandardCharsets.UTF_8));
            Files.move(next, file, StandardCopyOption.REPLACE_EXISTING, StandardCopyOption.ATOMIC_MOVE);
        } finally {
            Files.deleteIfExists(next);
        }
    }

    /** Windows has no such permissions; there the user's own directory is the user's alone anyway. */
    private FileAttribute<?>[] whereKnown(FileAttribute<?> permissions) {
        boolean known = file.getFileSystem().supportedFileAttributeViews().contains("posix");
        return known ? new FileAttribute<?>[] {permissions} : new FileAttribute<?>[0];
    }

    /** A line that goes on behind a newline, within quotes, is one line of the file. */
    private static String escaped(String line) {
        return line.replace("\\", "\\\\").replace("\n", "\\n").replace("\r", "\\r");
    }

    private static String unescaped(String line) {
        return ESCAPE.matcher(line)
                .replaceAll(match -> Matcher.quoteReplacement(
                        switch (match.group(1)) {
                            case "n" -> "\n";
                            case "r" -> "\r";
                            default -> match.group(1);
                        }));
    }
}
