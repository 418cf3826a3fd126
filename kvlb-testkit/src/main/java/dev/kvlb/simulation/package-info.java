/** A network, processes on it, and time, all simulated in one thread: the same seed does the same thing every time. */
@NullMarked
package dev.kvlb.simulation;

import org.jspecify.annotations.NullMarked;
