/** The test of how much memory data takes. */
@NullMarked
package dev.kvlb.cli.soak;

import org.jspecify.annotations.NullMarked;
