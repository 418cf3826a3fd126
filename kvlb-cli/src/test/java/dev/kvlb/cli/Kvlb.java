package dev.kvlb.cli;

import static dev.kvlb.cli.Patience.PATIENCE;
import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.io.UncheckedIOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/** A process of the built command, or of a class of the tests; closing it ends it. */
final class Kvlb implements AutoCloseable {
    static final Path JAR = Path.of("target", "kvlb.jar").toAbsolutePath();
    static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");

    private static final Set<Process> RUNNING = ConcurrentHashMap.newKeySet();

    static {
        // Where the tests are broken off nothing else ends them, least of all those that are stopped.
        Runtime.getRuntime()
                .addShutdownHook(new Thread(() -> RUNNING.forEach(Process::destroyForcibly), "end what still runs"));
    }

    private final Process process;
    private final Output out;
    private final Output err;

    private Kvlb(Process process) {
        this.process = process;
        RUNNING.add(process);
        this.out = new Output(process.getInputStream());
        this.err = new Output(process.getErrorStream());
    }

    /** Starts the command as the launcher would, without an address of a balancer in its environment. */
    static Kvlb start(String... arguments) {
        return start(Map.of(), List.of(), arguments);
    }

    static Kvlb start(Map<String, String> environment, List<String> javaOptions, String... arguments) {
        List<String> java = new ArrayList<>(javaOptions);
        java.addAll(List.of("-jar", JAR.toString()));
        return startJava(environment, java, arguments);
    }

    /** Starts a class of the tests, with what is on their class path. */
    static Kvlb startClass(Class<?> main, String... arguments) {
        List<String> java = List.of("-cp", System.getProperty("java.class.path"), main.getName());
        return startJava(Map.of(), java, arguments);
    }

    private static Kvlb startJava(Map<String, String> environment, List<String> java, String... arguments) {
        List<String> command = new ArrayList<>(List.of(JAVA.toString(), "-XX:TieredStopAtLevel=1"));
        command.addAll(java);
        command.addAll(Arrays.asList(arguments));
        ProcessBuilder builder = new ProcessBuilder(command);
        builder.environment().keySet().removeIf(name -> name.startsWith("KVLB_") || name.startsWith("JAVA_TOOL"));
        builder.environment().put("LC_ALL", "C.UTF-8");
        builder.environment().putAll(environment);
        try {
            return new Kvlb(builder.start());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Runs the command to its end with nothing to read. */
    static Ended run(String... arguments) {
        return run(new byte[0], arguments);
    }

    /** Runs the command to its end with these bytes on its standard input. */
    static Ended run(byte[] input, String... arguments) {
        return run(Map.of(), List.of(), input, arguments);
    }

    static Ended run(Map<String, String> environment, List<String> javaOptions, byte[] input, String... arguments) {
        try (Kvlb kvlb = start(environment, javaOptions, arguments)) {
            kvlb.type(input);
            kvlb.closeInput();
            return kvlb.end();
        }
    }

    /** Waits for the line on standard output that begins so, and returns what it has in its places. */
    Matcher awaitLine(String regex) {
        Pattern pattern = Pattern.compile(regex);
        String line = out.await(pattern.asMatchPredicate(), () -> "no line like " + regex + "; stderr: " + err);
        Matcher matcher = pattern.matcher(line);
        assertThat(matcher.matches()).isTrue();
        return matcher;
    }

    /** Waits for a line on standard error that has this text in it. */
    String awaitError(String text) {
        return err.await(line -> line.contains(text), () -> "no line with " + text + "; stderr: " + err);
    }

    /** Writes to its standard input. */
    void type(byte[] input) {
        try {
            OutputStream in = process.getOutputStream();
            in.write(input);
            in.flush();
        } catch (IOException e) {
            assertEnds(e);
        }
    }

    void closeInput() {
        try {
            process.getOutputStream().close();
        } catch (IOException e) {
            assertEnds(e);
        }
    }

    /** It may end without reading all, or anything; once it has, there is no pipe any more. */
    private static void assertEnds(IOException e) {
        assertThat(e.getMessage()).isIn("Broken pipe", "Stream closed");
    }

    /** Sends it a signal by name, such as {@code TERM}. */
    void signal(String name) throws IOException, InterruptedException {
        signal(name, List.of(this));
    }

    /** Sends some of them a signal, one right after the other. */
    static void signal(String name, Collection<Kvlb> processes) throws IOException, InterruptedException {
        List<String> command = new ArrayList<>(List.of("kill", "-" + name));
        processes.forEach(each -> command.add(Long.toString(each.process.pid())));
        assertThat(new ProcessBuilder(command).inheritIO().start().waitFor()).isZero();
    }

    /** Returns what it has written to standard error so far. */
    String log() {
        return err.toString();
    }

    boolean isAlive() {
        return process.isAlive();
    }

    /** Waits until it has ended by itself. */
    Ended end() {
        try {
            assertThat(process.waitFor(PATIENCE.toMillis(), TimeUnit.MILLISECONDS))
                    .as("ended; stdout: %s stderr: %s", out, err)
                    .isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return new Ended(process.exitValue(), out.all(), err.text());
    }

    @Override
    public void close() {
        process.destroyForcibly();
        try {
            process.waitFor();
            RUNNING.remove(process);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** What a process left behind. */
    static final class Ended {
        private final int status;
        private final byte[] bytes;
        private final String err;

        Ended(int status, byte[] bytes, String err) {
            this.status = status;
            this.bytes = bytes;
            this.err = err;
        }

        int status() {
            return status;
        }

        byte[] bytes() {
            return bytes;
        }

        String err() {
            return err;
        }

        String out() {
            return new String(bytes, UTF_8);
        }

        /** Says that it ended so, with nothing to complain about. */
        Ended isDone() {
            assertThat(err).isEmpty();
            assertThat(status).isZero();
            return this;
        }
    }

    /** What a process has written so far to one of its streams. */
    private static final class Output {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final CompletableFuture<Void> ended;

        Output(InputStream in) {
            ended = CompletableFuture.runAsync(() -> copy(in), task -> {
                Thread thread = new Thread(task, "output of kvlb");
                thread.setDaemon(true);
                thread.start();
            });
        }

        private void copy(InputStream in) {
            byte[] piece = new byte[8_192];
            try (in) {
                for (int count = in.read(piece); count >= 0; count = in.read(piece)) {
                    synchronized (this) {
                        bytes.write(piece, 0, count);
                        notifyAll();
                    }
                }
            } catch (IOException e) {
                // The process was ended.
            } finally {
                synchronized (this) {
                    notifyAll();
                }
            }
        }

        synchronized String await(Predicate<String> wanted, java.util.function.Supplier<String> complaint) {
            long deadline = System.nanoTime() + PATIENCE.toNanos();
            while (true) {
                String text = bytes.toString(UTF_8);
                String complete = text.substring(0, text.lastIndexOf('\n') + 1);
                for (String line : complete.split("\n", -1)) {
                    if (wanted.test(line)) {
                        return line;
                    }
                }
                long millis = TimeUnit.NANOSECONDS.toMillis(deadline - System.nanoTime());
                assertThat(millis > 0 && !ended.isDone())
                        .as(() -> complaint.get() + "; stdout: " + text)
                        .isTrue();
                try {
                    wait(Math.min(millis, 100));
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
            }
        }

        byte[] all() {
            ended.join();
            return bytes.toByteArray();
        }

        String text() {
            return new String(all(), UTF_8);
        }

        @Override
        public synchronized String toString() {
            return bytes.toString(UTF_8);
        }
    }
}
