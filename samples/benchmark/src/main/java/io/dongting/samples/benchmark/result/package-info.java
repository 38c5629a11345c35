/**
 * What was measured, and what follows from it: medians over the rounds, and ratios
 * between contestants within each round, which a machine that is faster or slower in one
 * round than in the next does not change.
 */
@NullMarked
package io.dongting.samples.benchmark.result;

import org.jspecify.annotations.NullMarked;
