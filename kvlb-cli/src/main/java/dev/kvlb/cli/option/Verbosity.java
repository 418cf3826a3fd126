package dev.kvlb.cli.option;

/** Whether {@code --verbose} was given, which all commands take. */
public interface Verbosity {
    /** Returns whether more is to be told than what was asked for. */
    boolean isVerbose();
}
