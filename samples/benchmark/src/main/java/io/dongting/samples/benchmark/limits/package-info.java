/**
 * What the machine reaches without any engine, so that figures of different machines can
 * be understood: how often a file can be synced, how fast it is written, and what gRPC
 * carries over the loopback interface.
 */
@NullMarked
package io.dongting.samples.benchmark.limits;

import org.jspecify.annotations.NullMarked;
