/**
 * The load generator behind {@code kvlb bench}: what to send, when, over which protocol, and what came of it. It knows
 * nothing of the command line.
 */
@NullMarked
package dev.kvlb.cli.bench;

import org.jspecify.annotations.NullMarked;
