/**
 * The kvlb command: where the process begins, and which class each subcommand is.
 *
 * <p>The subcommands have a package for each kind. They know nothing of this one and build on {@code option},
 * {@code terminal} and {@code text}, and these on {@code call}; no two packages depend on each other.
 */
@NullMarked
package dev.kvlb.cli;

import org.jspecify.annotations.NullMarked;
