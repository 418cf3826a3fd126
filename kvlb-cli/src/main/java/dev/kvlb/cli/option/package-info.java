/** The options and arguments that several commands take. */
@NullMarked
package dev.kvlb.cli.option;

import org.jspecify.annotations.NullMarked;
