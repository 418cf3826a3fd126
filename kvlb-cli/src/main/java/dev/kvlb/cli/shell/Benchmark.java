package dev.kvlb.cli.shell;

import dev.kvlb.cli.text.HostPort;
import java.io.IOException;
import java.util.List;

/** What the verb bench runs. For one thread. */
interface Benchmark {
    /** Returns the options that say what load it is. */
    List<Flag> flags();

    /**
     * Puts a load on a balancer until it is through, or this thread is interrupted, which it stays then.
     *
     * @param options with their values behind them
     * @throws IllegalArgumentException if an option makes no sense
     * @throws IOException if the balancer can't be reached
     */
    Outcome run(HostPort balancer, List<String> options) throws IOException;

    /**
     * What came of it.
     *
     * @param text for people, in lines
     * @param json for programs
     * @param isClean whether every request was answered, and every value was right
     */
    record Outcome(String text, String json, boolean isClean) {}
}
