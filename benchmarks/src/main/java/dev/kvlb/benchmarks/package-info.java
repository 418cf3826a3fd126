/** Measures the parts of kvlb with JMH, each without threads, sockets or clocks. */
@NullMarked
package dev.kvlb.benchmarks;

import org.jspecify.annotations.NullMarked;
