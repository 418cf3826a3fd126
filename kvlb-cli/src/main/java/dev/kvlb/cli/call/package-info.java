/** One call of the command: what comes in, what goes out, and what it ends with. */
@NullMarked
package dev.kvlb.cli.call;

import org.jspecify.annotations.NullMarked;
