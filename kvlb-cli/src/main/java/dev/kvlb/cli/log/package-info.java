/** The log of the command, on standard error: what the library tells SLF4J, and what a server says of itself. */
package dev.kvlb.cli.log;
