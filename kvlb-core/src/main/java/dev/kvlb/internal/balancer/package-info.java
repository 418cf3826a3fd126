/**
 * The balancer as a state machine: {@link dev.kvlb.internal.balancer.BalancerCore} and the types that it is made of.
 * No socket, thread, lock, clock or source of chance in here.
 */
package dev.kvlb.internal.balancer;
