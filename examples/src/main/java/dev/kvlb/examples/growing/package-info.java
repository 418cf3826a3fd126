/** A cluster that gets a worker more while it serves. */
@NullMarked
package dev.kvlb.examples.growing;

import org.jspecify.annotations.NullMarked;
