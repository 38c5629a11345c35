/**
 * The sample with a state that is far larger than the heap: its keys and values, and two
 * gigabytes that are generated when a snapshot is written and compared when it is loaded.
 * Started by a test of real processes as an application of its own.
 */
@NullMarked
package io.dongting.samples.largestate;

import org.jspecify.annotations.NullMarked;
