/**
 * SOFAJRaft as a contestant.
 */
@NullMarked
package io.dongting.samples.benchmark.jraft;

import org.jspecify.annotations.NullMarked;
