/** Measures the Java client of kvlb beside those of other stores, all in one run. */
@NullMarked
package dev.kvlb.benchmarks.compare;

import org.jspecify.annotations.NullMarked;
