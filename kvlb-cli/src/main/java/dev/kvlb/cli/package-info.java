/** The kvlb command: one class a subcommand. */
@NullMarked
package dev.kvlb.cli;

import org.jspecify.annotations.NullMarked;
