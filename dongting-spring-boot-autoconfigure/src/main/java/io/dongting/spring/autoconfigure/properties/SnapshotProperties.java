package io.dongting.spring.autoconfigure.properties;

import java.time.Duration;

import org.jspecify.annotations.Nullable;

import org.springframework.util.unit.DataSize;

/**
 * When one group saves its state. What is left out comes from the defaults.
 *
 * @param everyEntries Number of applied entries after which a snapshot is saved, 0 for
 * never.
 * @param everyBytes Size of applied entries after which a snapshot is saved, 0 for never.
 * @param everyInterval Time after which a snapshot is saved if anything was applied, 0
 * for never.
 * @param onClose Whether a snapshot is saved when the application stops.
 * @param kept Number of snapshots that are kept.
 * @param logEntriesKept Number of entries that are kept in the log behind the last
 * snapshot, for nodes that are slow.
 * @param blockBytes Size of the pieces in which a snapshot is checked and sent.
 * @param maxBytesPerSecond Size of what is sent of a snapshot to one node in a second at
 * most, 0 for no limit.
 * @param maxInstalls Number of nodes to which snapshots are sent at once.
 */
public record SnapshotProperties(@Nullable Long everyEntries, @Nullable DataSize everyBytes,
		@Nullable Duration everyInterval, @Nullable Boolean onClose, @Nullable Integer kept,
		@Nullable Long logEntriesKept, @Nullable DataSize blockBytes, @Nullable DataSize maxBytesPerSecond,
		@Nullable Integer maxInstalls) {

	DefaultSnapshotProperties over(DefaultSnapshotProperties defaults) {
		return new DefaultSnapshotProperties(own(this.everyEntries, defaults.everyEntries()),
				own(this.everyBytes, defaults.everyBytes()), own(this.everyInterval, defaults.everyInterval()),
				own(this.onClose, defaults.onClose()), own(this.kept, defaults.kept()),
				own(this.logEntriesKept, defaults.logEntriesKept()), own(this.blockBytes, defaults.blockBytes()),
				own(this.maxBytesPerSecond, defaults.maxBytesPerSecond()),
				own(this.maxInstalls, defaults.maxInstalls()));
	}

	private static <T> T own(@Nullable T own, T fallback) {
		return (own != null) ? own : fallback;
	}

}
