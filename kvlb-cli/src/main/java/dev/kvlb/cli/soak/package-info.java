/** What stays behind in memory once a cluster has come and gone: {@code kvlb soak}. */
@NullMarked
package dev.kvlb.cli.soak;

import org.jspecify.annotations.NullMarked;
