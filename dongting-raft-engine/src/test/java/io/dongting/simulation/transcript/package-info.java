/**
 * Specifications of the protocol that run: a text tells real servers in a simulated world
 * what to do, step by step, and holds what is seen of it, which is compared.
 *
 * <p>
 * {@link io.dongting.simulation.transcript.Transcript} is the text,
 * {@link io.dongting.simulation.transcript.Directives} does what it says,
 * {@link io.dongting.simulation.transcript.Output} gathers what is seen. Latencies of
 * disks and network are the same for all, so that nodes that do the same do it at the
 * same instant and share a line.
 */
@NullMarked
package io.dongting.simulation.transcript;

import org.jspecify.annotations.NullMarked;
