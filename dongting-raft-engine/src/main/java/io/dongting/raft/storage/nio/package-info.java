/**
 * Real files.
 *
 * <p>
 * An interrupt of the calling thread never closes a file: the files are not the
 * interruptible channels of the platform but its asynchronous ones, whose operations run
 * on the calling thread all the same. The interrupt stays pending for whoever asks next.
 *
 * <p>
 * A log is written past the cache of the system where that is to be had (O_DIRECT). What
 * was written counts no more for that: only a sync makes it durable. The platform has
 * only an interruptible channel for this: an interrupt closes it, the write is done again
 * through the other, and so are all that follow.
 *
 * <p>
 * Nothing is mapped into memory: a failed write must be an exception, not a signal, and a
 * sync must tell of every write before it.
 */
@NullMarked
package io.dongting.raft.storage.nio;

import org.jspecify.annotations.NullMarked;
