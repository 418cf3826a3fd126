/** Small programs that use kvlb. */
@NullMarked
package dev.kvlb.examples;

import org.jspecify.annotations.NullMarked;
