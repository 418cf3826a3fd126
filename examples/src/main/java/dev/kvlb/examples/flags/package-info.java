/** Feature flags that several processes share. */
@NullMarked
package dev.kvlb.examples.flags;

import org.jspecify.annotations.NullMarked;
