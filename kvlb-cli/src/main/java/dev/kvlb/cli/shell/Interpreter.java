package dev.kvlb.cli.shell;

import dev.kvlb.KvlbException;
import dev.kvlb.cli.call.ErrorLine;
import dev.kvlb.cli.text.HostPort;
import java.io.BufferedInputStream;
import java.io.FileInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** What a shell does with a line, wherever the line comes from and wherever the answers go. For one thread. */
final class Interpreter implements AutoCloseable {
    private static final String HELP_OPTION = "--help";
    private static final int DEPTH_MAX = 16;
    private static final double NANOS_PER_MILLI = TimeUnit.MILLISECONDS.toNanos(1);

    private final Console console;
    private final boolean bail;
    private final Session session;
    private final RecentKeys recentKeys = new RecentKeys();
    private final Verbs verbs = new Verbs();
    private boolean timed;
    private boolean ended;
    private boolean failed;
    private int depth;

    /**
     * Makes an interpreter, which connects when something is first asked.
     *
     * @param bail whether the first line that fails ends it
     */
    Interpreter(HostPort balancer, Console console, Format format, boolean bail, Benchmark benchmark) {
        this.console = console;
        this.bail = bail;
        session = new Session(balancer, console::note);
        Answers answers = new Answers(console, format);
        verbs.addAll(new DataVerbs(session, answers, recentKeys).all());
        verbs.addAll(new ClusterVerbs(session, answers).all());
        verbs.add(new BenchVerb(benchmark, session, answers).verb());
        verbs.addAll(new ShellVerbs(this, console, answers).all());
    }

    Session session() {
        return session;
    }

    Verbs verbs() {
        return verbs;
    }

    RecentKeys recentKeys() {
        return recentKeys;
    }

    /** Returns whether no more lines are wanted. */
    boolean isEnded() {
        return ended;
    }

    /** Returns whether a line has failed. */
    boolean hasFailed() {
        return failed;
    }

    void end() {
        ended = true;
    }

    void time(boolean wanted) {
        timed = wanted;
    }

    /** Runs all lines of a stream, and says where it stands in front of what is wrong with one. */
    void runAll(InputStream in, String name) throws IOException {
        Script script = new Script(in);
        while (!ended && !Thread.currentThread().isInterrupted() && script.next()) {
            String place = name + "line " + script.number() + ": ";
            if (script.isTooLong()) {
                fail(place, new BadLineException("it has more than " + Script.LINE_BYTES_MAX + " bytes"));
            } else {
                run(script.line(), place);
            }
        }
        if (Thread.currentThread().isInterrupted()) {
            console.note("cancelled: what follows line " + script.number() + " was not run");
        }
    }

    /** Runs a line; what is wrong with it is told behind its place. */
    void run(byte[] line, String place) {
        try {
            List<Word> words = Words.of(line);
            if (!words.isEmpty()) {
                run(words);
            }
        } catch (BadLineException | KvlbException e) {
            fail(place, e);
        }
        console.flush();
    }

    private void fail(String place, RuntimeException e) {
        failed = true;
        ended |= bail;
        console.flush();
        String cancelled = Thread.currentThread().isInterrupted() ? "cancelled: " : "";
        boolean isOurs = e instanceof BadLineException;
        console.error(
                place + cancelled + (isOurs ? ErrorLine.oneLine(String.valueOf(e.getMessage())) : ErrorLine.of(e)));
    }

    private void run(List<Word> words) {
        Verb verb = verbs.get(words.get(0).text());
        List<Word> rest = words.subList(1, words.size());
        if (rest.size() == 1 && rest.get(0).isOption() && rest.get(0).text().equals(HELP_OPTION)) {
            verbs.get("help").action().run(new Call(words.subList(0, 1), Map.of()));
            return;
        }
        Call call = Arguments.of(verb, rest);
        long begin = System.nanoTime();
        boolean wasTimed = timed;
        try {
            verb.action().run(call);
        } finally {
            if (wasTimed && timed) {
                console.flush();
                console.note(String.format(Locale.ROOT, "%.2f ms", (System.nanoTime() - begin) / NANOS_PER_MILLI));
            }
        }
    }

    /** Runs the lines of a file. */
    void source(String file) {
        if (depth == DEPTH_MAX) {
            throw new BadLineException("files that source files are more than " + DEPTH_MAX + " deep: " + file);
        }
        depth++;
        // No channel: that would be closed for good by the interrupt that only ends a wait.
        try (InputStream in = new BufferedInputStream(new FileInputStream(file))) {
            runAll(in, file + ": ");
        } catch (IOException e) {
            throw new BadLineException("cannot read " + e.getMessage());
        } finally {
            depth--;
        }
    }

    /** Ends the connection. */
    @Override
    public void close() {
        session.close();
    }
}
