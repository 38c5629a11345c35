package io.dongting.spring.actuate.leader;

import java.time.Duration;
import java.util.List;

import io.dongting.raft.RaftGroup;
import io.dongting.raft.TransferOutcome;
import io.dongting.raft.TransferRequest;
import io.dongting.spring.actuate.operation.Argument;
import io.dongting.spring.actuate.operation.EngineCall;
import io.dongting.spring.actuate.operation.Failure;
import io.dongting.spring.actuate.operation.OperationFailedException;
import io.dongting.spring.actuate.operation.Targets;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * Lets another node lead a group. Closed until it is opened with
 * {@code management.endpoint.raftleader.access=unrestricted}.
 */
@Endpoint(id = "raftleader", defaultAccess = Access.NONE)
public class RaftLeaderEndpoint {

	private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(10);

	private static final Duration LONGEST_TIMEOUT = Duration.ofMinutes(10);

	private final Targets targets;

	/**
	 * Create the endpoint.
	 * @param targets finds the groups and nodes
	 */
	public RaftLeaderEndpoint(Targets targets) {
		this.targets = targets;
	}

	/**
	 * Hand over the leadership, and wait until that is done.
	 * @param group the name of the group
	 * @param nodeId who is to lead, {@code null} for the follower that is best prepared
	 * @param timeout how long it may take, 10 seconds if not given
	 * @return what came of it
	 * @throws OperationFailedException if that node does not lead now
	 */
	@WriteOperation
	public TransferDescriptor transfer(@Selector String group, @Nullable String nodeId, @Nullable String timeout) {
		RaftGroup target = this.targets.group(group);
		TransferRequest request = request(target, new Argument("nodeId", nodeId), new Argument("timeout", timeout));
		TransferOutcome outcome = EngineCall.await(request.timeout(), () -> target.transferLeadership(request));
		return switch (outcome.result()) {
			case TRANSFERRED, ALREADY_LEADER ->
				new TransferDescriptor(target.name(), outcome.result(), outcome.leaderId(), outcome.message());
			case TIMED_OUT -> throw failed(Failure.TIMED_OUT, outcome);
			case NOT_VOTER, LAGGING, CONFIG_CHANGE_IN_PROGRESS, TRANSFER_IN_PROGRESS, UNREACHABLE, LEADER_CHANGED,
					CANCELLED ->
				throw failed(Failure.CONFLICT, outcome);
		};
	}

	private TransferRequest request(RaftGroup group, Argument nodeId, Argument timeout) {
		Duration patience = timeout.duration(DEFAULT_TIMEOUT, LONGEST_TIMEOUT);
		if (!nodeId.isPresent()) {
			return TransferRequest.toBestFollower(patience);
		}
		int node = nodeId.nodeId();
		this.targets.checkKnown(List.of(node), group);
		return TransferRequest.to(node, patience);
	}

	private static OperationFailedException failed(Failure failure, TransferOutcome outcome) {
		return new OperationFailedException(failure, outcome.result().name(), outcome.message());
	}

}
