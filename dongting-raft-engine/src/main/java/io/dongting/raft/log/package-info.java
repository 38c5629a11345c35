/**
 * The contract of the durable log, and the one encoding of its entries.
 *
 * <p>
 * An {@link io.dongting.raft.log.EntryBatch} is a run of consecutive entries, encoded
 * once by the leader's {@link io.dongting.raft.log.EntryEncoder}. The same bytes go to
 * the tail cache, to disk and over the wire; a follower
 * {@linkplain io.dongting.raft.log.EntryBatch#verify verifies} them and keeps them as
 * they are. Each entry carries a CRC32C of all its bytes, its index, its term and the
 * term of the entry before it, so that a batch proves by itself where it belongs.
 *
 * <p>
 * A {@link io.dongting.raft.log.RaftLog} belongs to one group and is called only on that
 * group's dispatcher thread; its listener is called there too. Batches are immutable and
 * may be shared between threads.
 *
 * <p>
 * Invariants: indexes are consecutive, terms never go back, each entry names the term of
 * the entry before it (the log matching property, Raft paper 5.3, rests on these). The
 * durable index only grows within a write epoch, and every truncation begins a new epoch
 * (R14). The file format is in {@code io.dongting.raft.log.segment}, term and vote in
 * {@code io.dongting.raft.log.vote}.
 */
@NullMarked
package io.dongting.raft.log;

import org.jspecify.annotations.NullMarked;
