/** The border between the cores, which decide, and the shell, which moves bytes: connections as a core sees them. */
package dev.kvlb.internal.link;
