package dev.kvlb.cli.shell;

import java.util.List;

/** Where a shell runs: where its answers go, and what is to be had there besides. For one thread. */
interface Console {
    /** Writes a part of an answer as it is; it may be seen only when it is flushed. */
    void write(byte[] bytes);

    /** Lets everything be seen that was written. */
    void flush();

    /** Tells something that is no answer: that it is connected again, how long a command took. */
    void note(String line);

    /** Tells what went wrong. */
    void error(String line);

    /** Clears the screen, where there is one. */
    void clear();

    /** Returns the lines that were typed, the oldest first; none where nobody types. */
    List<String> history();

    /** Forgets all lines that were typed. */
    void forgetHistory();
}
