/** How a client talks to its balancer: one connection, a thread that sends and a thread that receives. */
@NullMarked
package dev.kvlb.internal.client;

import org.jspecify.annotations.NullMarked;
