/** A store of one's own. */
@NullMarked
package dev.kvlb.examples.store;

import org.jspecify.annotations.NullMarked;
