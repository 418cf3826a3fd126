package dev.kvlb.cli;

import static dev.kvlb.cli.Patience.PATIENCE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static java.nio.file.attribute.PosixFilePermissions.fromString;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * A copy of the launcher in a tree of its own, with tools before those of the system.
 * No environment but the one that is given says anything to it, and it can't write to a cache unless that names one.
 */
final class LauncherTree {
    private static final List<String> UNSET = List.of(
            "JAVA_HOME",
            "KVLB_JAVA_OPTS",
            "JAVA_TOOL_OPTIONS",
            "JDK_JAVA_OPTIONS",
            "KVLB_BALANCER",
            "LANG",
            "LC_ALL",
            "LC_CTYPE");

    private final Path directory;
    private final Path root;
    private final Path tools;

    /** Lays one out in an empty directory, under a name with blanks and quotes. */
    LauncherTree(Path directory) throws IOException {
        this(directory, "a tree's \"path\"");
    }

    /** Lays one out in an empty directory, under this name. */
    LauncherTree(Path directory, String name) throws IOException {
        this.directory = directory;
        root = Files.createDirectories(directory.resolve(name));
        tools = Files.createDirectories(directory.resolve("tools/bin"));
        Files.copy(Path.of("..", "kvlb"), launcher());
        for (String module : List.of("kvlb-protocol", "kvlb-core", "kvlb-cli")) {
            Files.createDirectories(root.resolve(module).resolve("src/main"));
            Files.createFile(root.resolve(module).resolve("pom.xml"));
        }
        Files.createFile(root.resolve("pom.xml"));
        Path shared = Path.of("kvlb-cli", "src", "main", "dist", "lib", "launch.sh");
        Files.createDirectories(root.resolve(shared).getParent());
        Files.copy(Path.of("..").resolve(shared), root.resolve(shared));
    }

    Path root() {
        return root;
    }

    /** Returns where the tools are that are found first. */
    Path tools() {
        return tools;
    }

    Path launcher() {
        return root.resolve("kvlb");
    }

    Path jar() {
        return root.resolve("kvlb-cli/target/kvlb.jar");
    }

    /** Writes a tool, a script of these lines. */
    Path tool(String name, String... lines) throws IOException {
        Path file = tools.resolve(name);
        Files.writeString(file, "#!/bin/sh\n" + String.join("\n", lines) + "\n");
        Files.setPosixFilePermissions(file, fromString("rwxr-xr-x"));
        return file;
    }

    static Path create(Path file) throws IOException {
        Files.createDirectories(file.getParent());
        return Files.createFile(file);
    }

    /** Runs the launcher to its end. */
    Run kvlb(Map<String, String> environment, String... arguments) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of(launcher().toString()));
        command.addAll(List.of(arguments));
        return run(directory, command, environment);
    }

    Run run(Path workingDirectory, List<String> command, Map<String, String> environment)
            throws IOException, InterruptedException {
        Path out = Files.createTempFile(directory, "out", "");
        Path err = Files.createTempFile(directory, "err", "");
        Process process = builder(workingDirectory, command, environment)
                .redirectOutput(out.toFile())
                .redirectError(err.toFile())
                .start();
        process.getOutputStream().close();
        assertThat(process.waitFor(PATIENCE.toSeconds(), TimeUnit.SECONDS)).isTrue();
        return new Run(process.exitValue(), Files.readAllLines(out, UTF_8), Files.readAllLines(err, UTF_8));
    }

    /** Prepares a command; an empty variable is one that is not set. */
    ProcessBuilder builder(Path workingDirectory, List<String> command, Map<String, String> environment) {
        ProcessBuilder builder = new ProcessBuilder(command).directory(workingDirectory.toFile());
        Map<String, String> variables = new HashMap<>(builder.environment());
        variables.keySet().removeAll(UNSET);
        variables.put(
                "XDG_CACHE_HOME", root.resolve("pom.xml").toString()); // No directory, and so read-only for root too.
        variables.merge("PATH", tools + ":", (path, first) -> first + path);
        variables.putAll(environment);
        variables.values().removeIf(String::isEmpty);
        builder.environment().clear();
        builder.environment().putAll(variables);
        return builder;
    }

    record Run(int status, List<String> out, List<String> err) {}
}
