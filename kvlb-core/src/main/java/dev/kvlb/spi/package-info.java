/**
 * What an application may replace: the queue of waiting requests, the order of replies, the choice of workers, and the
 * store of a worker. Each interface has factories for the implementations that come with the library.
 *
 * <p>Every method here is called by one thread, the event loop of the balancer or worker that was built with it, so
 * implementations need no locks; they must not block, and must not throw but where they say so: an exception ends the
 * balancer or worker.
 */
package dev.kvlb.spi;
