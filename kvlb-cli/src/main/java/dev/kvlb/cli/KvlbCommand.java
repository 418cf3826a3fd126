package dev.kvlb.cli;

import picocli.CommandLine;
import picocli.CommandLine.Command;

/** The kvlb command. */
@Command(
        name = "kvlb",
        mixinStandardHelpOptions = true,
        versionProvider = KvlbVersion.class,
        description = "A replicated in-memory key-value store.")
final class KvlbCommand {
    private KvlbCommand() {}

    public static void main(String[] args) {
        System.exit(new CommandLine(new KvlbCommand()).execute(args));
    }
}
