/**
 * Whether this node can serve, group by group: for readiness, never for liveness. That
 * other nodes are away is no reason to restart this one.
 *
 * <p>
 * Reads what the groups last published; no I/O, no waiting.
 */
@NullMarked
package io.dongting.spring.health;

import org.jspecify.annotations.NullMarked;
