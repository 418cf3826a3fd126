/** The load balancer, the worker and the client: what an application uses. */
@NullMarked
package dev.kvlb;

import org.jspecify.annotations.NullMarked;
