/**
 * Majorities, simple and joint, and nothing else: pure arithmetic that every decision by
 * count goes through, so that votes, commits, reads, leases and check-quorum can never
 * differ in what they call a quorum.
 */
@NullMarked
package io.dongting.raft.core.quorum;

import org.jspecify.annotations.NullMarked;
