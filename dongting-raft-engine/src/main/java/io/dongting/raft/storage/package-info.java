/**
 * The seam to files: what the log, the vote store and the snapshots need of a disk, and
 * nothing else.
 *
 * <p>
 * Methods block and are called on threads meant for that, never on a dispatcher thread; a
 * {@link io.dongting.raft.storage.StorageLane} brings such work there and its outcome
 * back. Different files may be used from different threads at once; one file is used by
 * one thread at a time.
 *
 * <p>
 * What a power cut leaves: the content of a file is durable after its
 * {@linkplain io.dongting.raft.storage.StorageFile#sync() sync} returned, a name
 * (created, renamed, deleted) after its directory was
 * {@linkplain io.dongting.raft.storage.FileSystem#syncDirectory synced}. Until then any
 * sector of any write may be there or not. A sync that failed says that the content may
 * be lost although it can still be read; it must not be tried again (R26).
 */
@NullMarked
package io.dongting.raft.storage;

import org.jspecify.annotations.NullMarked;
