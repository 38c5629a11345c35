package io.dongting.spring.actuate.snapshot;

import java.time.Duration;
import java.time.Instant;

import io.dongting.raft.RaftGroup;
import io.dongting.spring.actuate.operation.Argument;
import io.dongting.spring.actuate.operation.EngineCall;
import io.dongting.spring.actuate.operation.OperationFailedException;
import io.dongting.spring.actuate.operation.Targets;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.DeleteOperation;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * Saves the state of a group on this node, and lets its old log go. Closed until it is
 * opened with {@code management.endpoint.raftsnapshot.access=unrestricted}.
 */
@Endpoint(id = "raftsnapshot", defaultAccess = Access.NONE)
public class RaftSnapshotEndpoint {

	private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(60);

	private static final Duration LONGEST_TIMEOUT = Duration.ofHours(1);

	private final Targets targets;

	/**
	 * Create the endpoint.
	 * @param targets finds the groups
	 */
	public RaftSnapshotEndpoint(Targets targets) {
		this.targets = targets;
	}

	/**
	 * Save the state of a group on this node, and wait until that is done.
	 * @param group the name of the group
	 * @param timeout how long to wait, a minute if not given
	 * @return what is saved
	 * @throws OperationFailedException if it is not saved
	 */
	@WriteOperation
	public SnapshotDescriptor save(@Selector String group, @Nullable String timeout) {
		RaftGroup target = this.targets.group(group);
		Duration patience = new Argument("timeout", timeout).duration(DEFAULT_TIMEOUT, LONGEST_TIMEOUT);
		long index = EngineCall.await(patience, () -> target.saveSnapshot(patience));
		return new SnapshotDescriptor(target.name(), target.status().nodeId(), SnapshotDescriptor.Result.SAVED, index);
	}

	/**
	 * Mark old log for deletion on this node, though it would be kept for nodes that are
	 * slow. Either an index or a time is given.
	 * @param group the name of the group
	 * @param beforeIndex the first entry that is to be kept
	 * @param before from when on entries are to be kept: milliseconds since 1970, or a
	 * date and time with an offset
	 * @return what was marked
	 * @throws OperationFailedException if nothing was
	 */
	@DeleteOperation
	public TruncationDescriptor truncate(@Selector String group, @Nullable String beforeIndex,
			@Nullable String before) {
		RaftGroup target = this.targets.group(group);
		Argument index = new Argument("beforeIndex", beforeIndex);
		Argument time = new Argument("before", before);
		if (index.isPresent() == time.isPresent()) {
			throw index.bad(index.isPresent() ? "and 'before' cannot both be given."
					: "is missing, and so is 'before': one of them says what may go.");
		}
		int nodeId = target.status().nodeId();
		if (index.isPresent()) {
			long first = index.positive();
			target.markTruncateByIndex(first, Duration.ZERO);
			return new TruncationDescriptor(target.name(), nodeId, TruncationDescriptor.Result.MARKED, first, null);
		}
		Instant oldest = time.timestamp();
		target.markTruncateByTimestamp(oldest.toEpochMilli(), Duration.ZERO);
		return new TruncationDescriptor(target.name(), nodeId, TruncationDescriptor.Result.MARKED, null, oldest);
	}

}
