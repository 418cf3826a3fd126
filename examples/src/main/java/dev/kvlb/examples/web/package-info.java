/** A web service without state of its own. */
@NullMarked
package dev.kvlb.examples.web;

import org.jspecify.annotations.NullMarked;
