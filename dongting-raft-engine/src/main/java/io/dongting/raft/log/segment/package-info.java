/**
 * The durable log: segment files, recovery, and the tail cache.
 *
 * <p>
 * Two halves. {@link io.dongting.raft.log.segment.SegmentedLog} lives on the dispatcher
 * thread of its group: what is appended, up to where it is durable, what is cached.
 * {@code SegmentStore} does the blocking work, one job of a log at a time on a
 * {@link io.dongting.raft.storage.StorageLane}; nothing of it is touched by the other
 * half while a job runs.
 *
 * <h2>The journal before it</h2> A log may stand behind the
 * {@linkplain io.dongting.raft.log.journal journal} that all groups of a node share. Then
 * its small writes are durable there first, with one sync for all who write, and are
 * <em>settled</em> later: written to the segments, in pieces of a megabyte, or when
 * nothing more comes, or when the journal wants its space back. Large writes go to the
 * segments at once, with all that is unsettled before them; so what is written much is
 * not written twice. What is unsettled stays in memory and is bounded (R30).
 *
 * <p>
 * The write epoch (R14) says what of the journal still counts. Each piece is settled in
 * the epoch it was journaled in, and a truncation settles what it leaves before it writes
 * its own. So when the segments name an epoch, whatever the journal holds of older ones
 * is in them, or was dropped. {@code LogReplay} brings the rest to the segments before
 * the log is opened, without a newer epoch, so that it can be done again after a crash;
 * opening the log then begins one.
 *
 * <h2>Files</h2> A segment is named by the index of its first entry and begins with a
 * header, then a ring of identity slots, then entries:
 *
 * <pre>
 * 0        header: format, group, replica, first index, term before it, CRC
 * 4 KiB    four slots, one page each: what was written and what is known durable
 * 20 KiB   entries, as they were encoded, one behind the other; zeros behind the last
 * </pre>
 *
 * The next segment is prepared under the name {@code next.spare} while the present one
 * fills: zeros are written and synced, so that later writes need no space and their sync
 * commits data, not metadata (R29). It becomes a segment by a rename, when its header,
 * its first entries and its first slot are durable; so a segment under its own name is
 * never half made. The first segment of a log is small and each next twice as large, up
 * to a limit, so that a log that hardly grows hardly takes space; one that has no room
 * for the entry it is to begin with is made larger at once. Where that entry is the very
 * first of the log, the new segment takes the name and the place of the empty one.
 *
 * <h2>What is durable</h2> Each write of entries also writes a slot: epoch, sequence
 * number, first and last index, term, offsets and CRC of the entries, and the last index
 * whose sync had <em>returned</em> before. One write is under way at a time and a failed
 * sync ends all writing (R26), so when a write begins, all before it is durable. When no
 * write follows, that statement is written alone soon after. The newest readable slot
 * thus tells where the log ends, what of it must be readable (a bad entry there is
 * damage, R28), and what may be torn (a write that does not match its CRC is cut off
 * whole: nobody was told of it, R27). Entries behind the end the slots tell are never
 * looked at, so nothing that was truncated comes back, whatever bytes are left there.
 *
 * <p>
 * A truncation writes two slots that end the log earlier, in a new epoch, and syncs them
 * before any byte behind that end is overwritten and before later segments are deleted.
 *
 * <p>
 * A log may begin at any index: each slot names the segment in which it begins, so that
 * one that vanishes there is missed as well. When the head is deleted, two slots name the
 * new beginning and are synced before the first file goes; segments before that beginning
 * are leftovers. A log that begins anew behind an installed snapshot is a new segment
 * whose slots say so; it gets its name when it is whole, and then counts for more than
 * all others.
 */
@NullMarked
package io.dongting.raft.log.segment;

import org.jspecify.annotations.NullMarked;
