/**
 * Measures the engine: against other engines, under the same load in the same run, and
 * what groups without work cost.
 */
@NullMarked
package io.dongting.samples.benchmark;

import org.jspecify.annotations.NullMarked;
