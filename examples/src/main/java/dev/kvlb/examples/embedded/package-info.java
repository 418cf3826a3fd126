/** A cluster within a process. */
@NullMarked
package dev.kvlb.examples.embedded;

import org.jspecify.annotations.NullMarked;
