package dev.kvlb.cli;

import dev.kvlb.cli.call.Invocation;
import dev.kvlb.cli.oneshot.FastPath;

/** Where the process begins: a plain get, put or delete takes the {@link FastPath}, all else the command line. */
final class Main {
    private Main() {}

    public static void main(String[] args) {
        System.exit(run(Invocation.ofProcess(args)));
    }

    /** Runs what the arguments say, and returns the exit status. */
    static int run(Invocation invocation) {
        FastPath fast = FastPath.of(invocation);
        int status = fast == null ? FastPath.NOT_TAKEN : fast.run();
        return status == FastPath.NOT_TAKEN ? KvlbCommand.run(invocation) : status;
    }
}
