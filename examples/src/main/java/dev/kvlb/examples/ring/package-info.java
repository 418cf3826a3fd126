/** A choice of workers of one's own. */
@NullMarked
package dev.kvlb.examples.ring;

import org.jspecify.annotations.NullMarked;
