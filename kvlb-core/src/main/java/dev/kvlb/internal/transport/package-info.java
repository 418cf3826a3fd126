/**
 * The shell: one selector loop that moves bytes between sockets and a core. It alone imports java.nio.channels, and it
 * decides nothing that a core could decide.
 */
package dev.kvlb.internal.transport;
