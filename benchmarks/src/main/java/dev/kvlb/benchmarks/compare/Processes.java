package dev.kvlb.benchmarks.compare;

import java.io.BufferedReader;
import java.io.File;
import java.io.IOException;
import java.io.InputStreamReader;
import java.lang.ProcessBuilder.Redirect;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;

/**
 * The server processes of one store. What they say goes to files in one directory; closed, or when this JVM ends, all are
 * ended.
 */
final class Processes implements AutoCloseable {
    private static final long START_SECONDS = 60;
    private static final long END_SECONDS = 10;

    private final Path logs;
    private final List<Process> running = Collections.synchronizedList(new ArrayList<>());

    Processes(Path logs) {
        this.logs = logs;
        Runtime.getRuntime().addShutdownHook(new Thread(this::close, "end-processes"));
    }

    /** Returns a port of the loopback address that is free now. */
    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Starts another JVM with this one's class path, as {@link #start} does. */
    String startJava(String name, String ready, Class<?> main, List<String> options, String... arguments)
            throws IOException {
        List<String> command = new ArrayList<>();
        command.add(Path.of(System.getProperty("java.home"), "bin", "java").toString());
        command.addAll(options);
        command.addAll(List.of("-cp", System.getProperty("java.class.path"), main.getName()));
        command.addAll(List.of(arguments));
        return start(name, ready, command);
    }

    /**
     * Starts a process and returns its first line that contains {@code ready}.
     *
     * @throws IOException if it ends, or says nothing like that within a minute
     */
    String start(String name, String ready, List<String> command) throws IOException {
        Files.createDirectories(logs);
        File log = logs.resolve(name + ".log").toFile();
        Process process =
                new ProcessBuilder(command).redirectError(Redirect.to(log)).start();
        running.add(process);
        CompletableFuture<String> line = new CompletableFuture<>();
        Thread reader = new Thread(() -> read(process, ready, line), name + "-output");
        reader.setDaemon(true);
        reader.start();
        try {
            return line.get(START_SECONDS, TimeUnit.SECONDS);
        } catch (Exception e) {
            throw new IOException(name + " did not say \"" + ready + "\": see " + log, e);
        }
    }

    /** Reads on after the line that was waited for, so that the process never waits for a reader. */
    private static void read(Process process, String ready, CompletableFuture<String> line) {
        try (BufferedReader out =
                new BufferedReader(new InputStreamReader(process.getInputStream(), StandardCharsets.UTF_8))) {
            for (String each = out.readLine(); each != null; each = out.readLine()) {
                if (each.contains(ready)) {
                    line.complete(each);
                }
            }
            line.completeExceptionally(new IOException("it ended"));
        } catch (IOException e) {
            line.completeExceptionally(e);
        }
    }

    @Override
    public void close() {
        List<Process> all = List.copyOf(running);
        all.forEach(Process::destroy);
        for (Process process : all) {
            try {
                if (!process.waitFor(END_SECONDS, TimeUnit.SECONDS)) {
                    process.destroyForcibly();
                }
            } catch (InterruptedException e) {
                process.destroyForcibly();
                Thread.currentThread().interrupt();
            }
        }
    }
}
