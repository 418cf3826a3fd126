/** The commands of who looks after a cluster. */
@NullMarked
package dev.kvlb.cli.operator;

import org.jspecify.annotations.NullMarked;
