package dev.kvlb.cli.shell;

import dev.kvlb.cli.call.Invocation;
import java.util.List;

/** Where a shell runs that has no terminal: answers go to standard output, all else to standard error. */
record PipeConsole(Invocation invocation) implements Console {
    @Override
    public void write(byte[] bytes) {
        invocation.write(bytes);
    }

    @Override
    public void flush() {
        invocation.flush();
    }

    @Override
    public void note(String line) {
        invocation.tell(line);
    }

    @Override
    public void error(String line) {
        invocation.tell(line);
    }

    @Override
    public void clear() {
        // There is no screen.
    }

    @Override
    public List<String> history() {
        return List.of();
    }

    @Override
    public void forgetHistory() {
        // There is none.
    }
}
