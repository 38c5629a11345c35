/**
 * What happens to the Raft groups of this node, as application events.
 *
 * <p>
 * Events are published on a thread of their own, one after the other for each group. A
 * listener that blocks holds up no group, only the events of the same group behind its
 * own. What the others do not need to wait for belongs into an {@code @Async} listener.
 *
 * <p>
 * Events are news, not commands: they come late, and while the process stands still they
 * do not come at all. Nothing that two nodes must not do at once can rely on a
 * {@link io.dongting.spring.event.RaftLeadershipLostEvent} to be told in time; only the
 * fencing token protects it.
 */
@NullMarked
package io.dongting.spring.event;

import org.jspecify.annotations.NullMarked;
