/**
 * The actuator endpoints {@code raftnodes} and {@code raftgroups}: the nodes this process
 * knows and the groups it hosts, changed while it runs.
 *
 * <p>
 * They concern only the node that is asked. A group is added on each of its nodes, and a
 * node is made known to each of the others.
 */
@NullMarked
package io.dongting.spring.actuate.server;

import org.jspecify.annotations.NullMarked;
