/**
 * How a group begins (R4): the first member with the lowest id asks all the others, and
 * once each has said that it is empty and was told of the same members, writes the first
 * entry. Every other empty replica waits for a leader and says what for.
 *
 * <p>
 * The founder makes the term of that entry durable, then the entry, and only then lets
 * anybody have it. So no two first entries share a term, and none is known to others that
 * its founder may forget.
 *
 * <p>
 * Runs on the group's dispatcher thread, as a fiber. Invariant: a replica agrees to one
 * founder at a time, durably, so that two clusters can never begin from one
 * configuration.
 */
@NullMarked
package io.dongting.raft.core.bootstrap;

import org.jspecify.annotations.NullMarked;
