/**
 * What groups tell about themselves, as Micrometer meters. The only code of the engine
 * that sees Micrometer; nothing else depends on it, and a server that is not given a
 * {@link io.dongting.raft.metrics.RaftMeters} measures nothing.
 *
 * <p>
 * Moments and durations come from the threads of the groups and are recorded on them;
 * what lasts is read from the status of the group by whoever reads the meter. Invariant:
 * a registry that fails disturbs no group.
 */
@NullMarked
package io.dongting.raft.metrics;

import org.jspecify.annotations.NullMarked;
