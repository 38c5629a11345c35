package io.dongting.spring.autoconfigure.properties;

import java.time.Duration;
import java.util.List;

import io.dongting.raft.RaftGroupOptions;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.NestedConfigurationProperty;
import org.springframework.util.unit.DataSize;

/**
 * One group. What is left out comes from the defaults.
 *
 * @param id Number under which the nodes know the group. Defaults to a hash of its name.
 * @param members First voters of the group. Defaults to all nodes that are no observers.
 * Counts only while the group has no log yet.
 * @param observers First nodes that receive the log without a vote. Counts only while the
 * group has no log yet.
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
 * @param snapshots When the group saves its state.
 */
public record GroupProperties(@Nullable Integer id, @Nullable List<Integer> members, @Nullable List<Integer> observers,
		@Nullable Duration electionTimeout, @Nullable Duration leasePromise, @Nullable Duration heartbeatInterval,
		@Nullable Integer maxPendingTasks, @Nullable DataSize maxPendingBytes, @Nullable DataSize maxEntryBytes,
		@Nullable DataSize maxBatchBytes, @Nullable Integer windowMessages, @Nullable DataSize windowBytes,
		@Nullable DataSize applyBatchBytes, @Nullable DataSize segmentBytes, @Nullable DataSize cacheBytes,
		@NestedConfigurationProperty @Nullable SnapshotProperties snapshots) {

	/** A group about which nothing was said. */
	static final GroupProperties NONE = new GroupProperties(null, null, null, null, null, null, null, null, null, null,
			null, null, null, null, null, null);

	RaftGroupOptions toOptions(DefaultGroupProperties defaults) {
		return new DefaultGroupProperties(own(this.electionTimeout, defaults.electionTimeout()),
				own(this.leasePromise, defaults.leasePromise()),
				own(this.heartbeatInterval, defaults.heartbeatInterval()),
				own(this.maxPendingTasks, defaults.maxPendingTasks()),
				own(this.maxPendingBytes, defaults.maxPendingBytes()),
				own(this.maxEntryBytes, defaults.maxEntryBytes()), own(this.maxBatchBytes, defaults.maxBatchBytes()),
				own(this.windowMessages, defaults.windowMessages()), own(this.windowBytes, defaults.windowBytes()),
				own(this.applyBatchBytes, defaults.applyBatchBytes()), own(this.segmentBytes, defaults.segmentBytes()),
				own(this.cacheBytes, defaults.cacheBytes()),
				(this.snapshots != null) ? this.snapshots.over(defaults.snapshots()) : defaults.snapshots())
			.toOptions();
	}

	private static <T> T own(@Nullable T own, T fallback) {
		return (own != null) ? own : fallback;
	}

}
