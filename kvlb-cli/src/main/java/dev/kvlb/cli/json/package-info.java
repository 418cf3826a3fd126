/** As much of JSON (RFC 8259) as the command writes and reads. */
package dev.kvlb.cli.json;
