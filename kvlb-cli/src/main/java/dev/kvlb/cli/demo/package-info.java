/** The demonstration. */
@NullMarked
package dev.kvlb.cli.demo;

import org.jspecify.annotations.NullMarked;
