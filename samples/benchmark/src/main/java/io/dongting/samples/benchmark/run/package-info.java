/**
 * Runs the comparison: each contestant with each workload in turns, round by round, each
 * time in a process of its own with a class path of its own and the same options, so that
 * neither the dependencies nor the compiled code of one are in the way of another.
 */
@NullMarked
package io.dongting.samples.benchmark.run;

import org.jspecify.annotations.NullMarked;
