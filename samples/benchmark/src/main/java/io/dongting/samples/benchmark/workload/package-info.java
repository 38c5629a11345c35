/**
 * What can be measured: workloads, those that have a name, and how they are told on a
 * command line.
 */
@NullMarked
package io.dongting.samples.benchmark.workload;

import org.jspecify.annotations.NullMarked;
