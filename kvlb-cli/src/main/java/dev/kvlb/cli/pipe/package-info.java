/** Loading many entries from a stream: what they may be written as, and how they get to a balancer. */
package dev.kvlb.cli.pipe;
