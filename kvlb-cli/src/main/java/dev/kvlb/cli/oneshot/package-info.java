/** The commands that ask the store one thing and end. */
@NullMarked
package dev.kvlb.cli.oneshot;

import org.jspecify.annotations.NullMarked;
