/** The terminal and the signals of the process. */
@NullMarked
package dev.kvlb.cli.terminal;

import org.jspecify.annotations.NullMarked;
