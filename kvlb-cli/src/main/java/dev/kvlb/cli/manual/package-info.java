/** Completion for shells, and man pages. */
@NullMarked
package dev.kvlb.cli.manual;

import org.jspecify.annotations.NullMarked;
