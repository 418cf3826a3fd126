/**
 * The shell: what its lines mean and how its answers look, and the terminal that it runs in.
 *
 * <p>All that it knows of its commands is in one table, {@link dev.kvlb.cli.shell.Verbs}: what they do, help, completion,
 * hints and colours come from there. {@code ShellTerminal} and the classes of {@code jline} are loaded in a terminal only.
 */
@NullMarked
package dev.kvlb.cli.shell;

import org.jspecify.annotations.NullMarked;
