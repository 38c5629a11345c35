/**
 * This engine as a contestant, through {@link io.dongting.raft.RaftGroup}.
 */
@NullMarked
package io.dongting.samples.benchmark.dongting;

import org.jspecify.annotations.NullMarked;
