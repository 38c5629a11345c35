/**
 * Measures the engine: three voters in one process, real files and real connections over
 * the loopback interface, every command durable on a majority before it counts.
 */
@NullMarked
package io.dongting.samples.benchmark;

import org.jspecify.annotations.NullMarked;
