/**
 * Puts a contestant under load and measures it: closed loops, in which each outcome makes
 * room for the next command; open loops, in which commands begin at fixed times whatever
 * became of those before; and readers beside a writer, whose answers are checked against
 * what had been acknowledged.
 */
@NullMarked
package io.dongting.samples.benchmark.load;

import org.jspecify.annotations.NullMarked;
