/**
 * The worker as a state machine: {@link dev.kvlb.internal.worker.WorkerCore} and the types that it is made of. No
 * socket, thread, lock, clock or source of chance in here.
 */
package dev.kvlb.internal.worker;
