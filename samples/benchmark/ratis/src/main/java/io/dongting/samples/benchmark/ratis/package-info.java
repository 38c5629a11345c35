/**
 * Apache Ratis as a contestant.
 */
@NullMarked
package io.dongting.samples.benchmark.ratis;

import org.jspecify.annotations.NullMarked;
