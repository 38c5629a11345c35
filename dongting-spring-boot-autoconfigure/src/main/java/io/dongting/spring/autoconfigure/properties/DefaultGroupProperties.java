package io.dongting.spring.autoconfigure.properties;

import java.time.Duration;

import io.dongting.raft.RaftGroupOptions;

import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.boot.context.properties.bind.DefaultValue;
import org.springframework.util.unit.DataSize;

/**
 * Settings of every group that does not have its own.
 *
 * @param electionTimeout Time without a word from the leader, up to twice that, after
 * which a node asks to be elected.
 * @param leasePromise Time after a message from the leader in which a node votes for
 * nobody else. Must be shorter than the election timeout.
 * @param heartbeatInterval Interval at which a leader says that it lives; twice as long
 * while nothing is under way in its group. Must be shorter than the lease promise.
 * @param maxPendingTasks Number of commands a node accepts before the first is answered.
 * @param maxPendingBytes Size of the commands a node accepts before they are answered.
 * @param maxEntryBytes Size of the largest command, at most 16MB.
 * @param maxBatchBytes Size of the entries that one message to another node carries.
 * @param windowMessages Number of messages that may be under way to one node.
 * @param windowBytes Size of the entries that may be under way to one node.
 * @param applyBatchBytes Size of the committed entries that are handed to the state
 * machine at a time.
 * @param segmentBytes Size that the files of the log grow to; the first ones are smaller.
 * @param cacheBytes Largest size of the end of the log that is kept in memory.
 * @param snapshots When the state of a group is saved.
 */
public record DefaultGroupProperties(@DefaultValue("1500ms") Duration electionTimeout,
		@DefaultValue("300ms") Duration leasePromise, @DefaultValue("100ms") Duration heartbeatInterval,
		@DefaultValue("10000") int maxPendingTasks, @DefaultValue("64MB") DataSize maxPendingBytes,
		@DefaultValue("4MB") DataSize maxEntryBytes, @DefaultValue("512KB") DataSize maxBatchBytes,
		@DefaultValue("64") int windowMessages, @DefaultValue("16MB") DataSize windowBytes,
		@DefaultValue("256KB") DataSize applyBatchBytes, @DefaultValue("64MB") DataSize segmentBytes,
		@DefaultValue("64MB") DataSize cacheBytes,
		@NestedConfigurationProperty @DefaultValue DefaultSnapshotProperties snapshots) {

	RaftGroupOptions toOptions() {
		return new RaftGroupOptions(this.electionTimeout, this.leasePromise, this.heartbeatInterval,
				this.maxPendingTasks, this.maxPendingBytes.toBytes(),
				Sizes.intBytes("maxEntryBytes", this.maxEntryBytes),
				Sizes.intBytes("maxBatchBytes", this.maxBatchBytes), this.windowMessages, this.windowBytes.toBytes(),
				Sizes.intBytes("applyBatchBytes", this.applyBatchBytes),
				Sizes.intBytes("segmentBytes", this.segmentBytes), this.cacheBytes.toBytes(),
				this.snapshots.toOptions());
	}

}
