/** A client that does not wait for each answer. */
@NullMarked
package dev.kvlb.examples.async;

import org.jspecify.annotations.NullMarked;
