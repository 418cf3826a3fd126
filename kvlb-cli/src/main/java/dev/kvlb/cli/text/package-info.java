/** How things are written and read: addresses, the status of a cluster, words that were meant. */
@NullMarked
package dev.kvlb.cli.text;

import org.jspecify.annotations.NullMarked;
