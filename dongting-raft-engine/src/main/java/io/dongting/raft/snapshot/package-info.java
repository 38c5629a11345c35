/**
 * Snapshots on disk: one file each, published whole or not at all.
 *
 * <p>
 * Everything here blocks and belongs on threads that may; what belongs together is called
 * one after the other. The configuration is carried as the bytes of its log entry, which
 * only the protocol can read.
 *
 * <h2>Files</h2> A snapshot is named by the index and term of the last entry it covers:
 *
 * <pre>
 * header        format, group, index, term, time of that entry, configuration as of
 *               it with the index of its entry, CRC
 * blocks        size, CRC, bytes of the state; the last may be shorter
 * trailer       a size of zero, size and CRC of the whole state, CRC
 * </pre>
 *
 * It is written under a staging name and synced; then it is renamed and the directory is
 * synced (R25). So a file under a snapshot's name was whole: one that cannot be read was
 * damaged. What is left under a staging name is deleted at the start.
 *
 * <p>
 * Invariants: a snapshot is published only when it is durable; a snapshot of this
 * replica's own state only when its log is durable up to there, so that one beyond the
 * end of the log can only have been installed. A snapshot is deleted only while a newer
 * one is published.
 */
@NullMarked
package io.dongting.raft.snapshot;

import org.jspecify.annotations.NullMarked;
