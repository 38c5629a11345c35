package io.dongting.spring.autoconfigure.properties;

import java.time.Duration;

import io.dongting.raft.InvalidConfigurationException;
import io.dongting.raft.SnapshotOptions;

import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * When groups save their state, unless a group says otherwise.
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
public record DefaultSnapshotProperties(@DefaultValue("1000000") long everyEntries,
		@DefaultValue("512MB") DataSize everyBytes, @DefaultValue("6h") Duration everyInterval,
		@DefaultValue("false") boolean onClose, @DefaultValue("2") int kept,
		@DefaultValue("100000") long logEntriesKept, @DefaultValue("256KB") DataSize blockBytes,
		@DefaultValue("32MB") DataSize maxBytesPerSecond, @DefaultValue("2") int maxInstalls) {

	SnapshotOptions toOptions() {
		try {
			return new SnapshotOptions(this.everyEntries, this.everyBytes.toBytes(), this.everyInterval, this.onClose,
					this.kept, this.logEntriesKept, Sizes.intBytes("blockBytes", this.blockBytes),
					this.maxBytesPerSecond.toBytes(), this.maxInstalls);
		}
		catch (InvalidConfigurationException ex) {
			throw new InvalidConfigurationException("snapshots." + ex.name(), ex.reason());
		}
	}

}
