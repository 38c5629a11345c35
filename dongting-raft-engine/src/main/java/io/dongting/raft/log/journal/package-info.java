/**
 * The journal of a node: what makes small writes of all its groups durable with one write
 * and one sync.
 *
 * <p>
 * A log that stands behind it writes its entries here first, and to its own files later,
 * in large pieces; the entries are then <em>settled</em>, and the journal need not keep
 * them. What gathers while a write is under way goes with the next, whosever it is.
 *
 * <p>
 * {@link io.dongting.raft.log.journal.Journal} is used by all groups of a node at once.
 * It takes no locks: whatever is asked of it goes to a queue, and one job at a time, on a
 * thread that may block, owns everything else. Each
 * {@link io.dongting.raft.log.journal.JournalMember} belongs to the dispatcher thread of
 * one group. {@link io.dongting.raft.log.journal.JournalRecords} reads what a crash left,
 * before there is a journal.
 *
 * <h2>Files</h2> A few files of one size, named by numbers that grow. The next is either
 * the oldest, under a new name, when all in it is settled, or a new one, made of zeros
 * and synced under the name {@code next.spare}. So a write needs no space, and its sync
 * commits data, not metadata (R29).
 *
 * <pre>
 * 0        header: format, number of the file, number of its first write, the oldest
 *          file that was needed when this one was begun, CRC
 * 4 KiB    end mark: number of the file, CRC; zeros, or of an earlier use
 * 8 KiB    writes, each from the beginning of a page
 * </pre>
 *
 * A write consists of a header, a table of its records, and behind that their entries, as
 * they were encoded; zeros fill up the last page:
 *
 * <pre>
 * header   magic, CRC of what follows up to the end of the table, number of records,
 *          number of the file, number of the write, oldest file needed, size of all entries
 * table    for each record: group, replica, write epoch, first and last index, size and
 *          CRC32C of its entries
 * </pre>
 *
 * Writes are numbered without gaps, from one file to the next, too. What a file held
 * before it was used again has another number of the file and never counts.
 *
 * <h2>What is durable</h2> One write is under way at a time and a failed sync ends all
 * writing (R26), so a write was begun only if the one before it was durable. The last may
 * be torn, and is then cut off: nobody was told of it (R27). Any other that cannot be
 * read is damage, and the node does not start: the journal is one disk of all its groups.
 *
 * <p>
 * Each write names the oldest file that is still needed, so that one that vanishes is
 * missed, and a file is used again only when a durable write names a later one. A write
 * without records says only that. The end mark in the newest file says that no file is
 * needed: it is set when a journal is closed with nothing left to settle, and before one
 * makes way for the next.
 */
@NullMarked
package io.dongting.raft.log.journal;

import org.jspecify.annotations.NullMarked;
