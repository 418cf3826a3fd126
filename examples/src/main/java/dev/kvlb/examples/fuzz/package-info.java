/** A decoder that knows nothing of this library, to be tested with the arbitraries of kvlb-protocol-fuzz. */
@NullMarked
package dev.kvlb.examples.fuzz;

import org.jspecify.annotations.NullMarked;
