/** TCP relays that stand between the parts of a cluster, and hold up, delay or cut what goes through them. */
@NullMarked
package dev.kvlb.testkit.relay;

import org.jspecify.annotations.NullMarked;
