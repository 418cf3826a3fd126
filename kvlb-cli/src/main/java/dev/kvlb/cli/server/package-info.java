/** The commands that serve until they are ended, and their settings. */
@NullMarked
package dev.kvlb.cli.server;

import org.jspecify.annotations.NullMarked;
