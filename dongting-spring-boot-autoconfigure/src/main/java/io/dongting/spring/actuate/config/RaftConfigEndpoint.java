package io.dongting.spring.actuate.config;

import java.time.Duration;
import java.util.SortedSet;
import java.util.TreeSet;

import io.dongting.raft.Membership;
import io.dongting.raft.MembershipChange;
import io.dongting.raft.RaftGroup;
import io.dongting.spring.actuate.config.ConfigDescriptor.Result;
import io.dongting.spring.actuate.operation.Argument;
import io.dongting.spring.actuate.operation.EngineCall;
import io.dongting.spring.actuate.operation.Failure;
import io.dongting.spring.actuate.operation.OperationFailedException;
import io.dongting.spring.actuate.operation.Targets;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.actuate.endpoint.Access;
import org.springframework.boot.actuate.endpoint.OperationResponseBody;
import org.springframework.boot.actuate.endpoint.annotation.Endpoint;
import org.springframework.boot.actuate.endpoint.annotation.Selector;
import org.springframework.boot.actuate.endpoint.annotation.WriteOperation;

/**
 * Changes who belongs to a group. Closed until it is opened with
 * {@code management.endpoint.raftconfig.access=unrestricted}.
 */
@Endpoint(id = "raftconfig", defaultAccess = Access.NONE)
public class RaftConfigEndpoint {

	private static final Duration DEFAULT_TIMEOUT = Duration.ofSeconds(60);

	private static final Duration LONGEST_TIMEOUT = Duration.ofHours(1);

	/** What the engine allows itself for a step that waits for no node to catch up. */
	private static final Duration STEP_TIMEOUT = Duration.ofSeconds(10);

	private final Targets targets;

	/**
	 * Create the endpoint.
	 * @param targets finds the groups and nodes
	 */
	public RaftConfigEndpoint(Targets targets) {
		this.targets = targets;
	}

	/**
	 * Change who belongs to a group, and wait until that is done; or say what the change
	 * would lead to. A set that is not given stays as it is.
	 * @param group the name of the group
	 * @param members the new voters
	 * @param observers the new observers
	 * @param timeout how long it may take, a minute if not given
	 * @param dryRun whether only to say what the change would lead to
	 * @return a {@link ConfigDescriptor} or a {@link PreviewDescriptor}
	 * @throws OperationFailedException if that is not done
	 */
	@WriteOperation
	public OperationResponseBody change(@Selector String group, @Nullable String members, @Nullable String observers,
			@Nullable String timeout, @Nullable String dryRun) {
		RaftGroup target = this.targets.group(group);
		boolean onlyPreview = new Argument("dryRun", dryRun).flag();
		SortedSet<Integer> newMembers = members(target, new Argument("members", members));
		SortedSet<Integer> newObservers = nodes(target, new Argument("observers", observers));
		Duration patience = patience(timeout);
		if (newMembers == null && newObservers == null) {
			throw new Argument("members", null).bad("is missing, and so is 'observers': nothing would change.");
		}
		MembershipChange change = EngineCall.checked(() -> new MembershipChange(newMembers, newObservers, patience));
		if (onlyPreview) {
			return PreviewDescriptor.of(target.name(),
					EngineCall.await(patience, () -> target.previewMembershipChange(change)));
		}
		return ConfigDescriptor.done(target.name(), Result.CHANGED,
				EngineCall.await(patience, () -> target.changeMembership(change)));
	}

	/**
	 * Take one step of a change by joint consensus.
	 * @param group the name of the group
	 * @param step {@code prepare}, {@code commit} or {@code abort}
	 * @param members to prepare: the voters as the caller knows them; not checked if not
	 * given
	 * @param observers to prepare: the observers as the caller knows them; not checked if
	 * not given
	 * @param newMembers to prepare: the new voters
	 * @param newObservers to prepare: the new observers
	 * @param timeout to prepare: how long it may take, a minute if not given
	 * @param prepareIndex to commit: what the preparation returned
	 * @return what was done, now or before
	 * @throws OperationFailedException if that is not done
	 */
	@WriteOperation
	public ConfigDescriptor step(@Selector String group, @Selector String step, @Nullable String members,
			@Nullable String observers, @Nullable String newMembers, @Nullable String newObservers,
			@Nullable String timeout, @Nullable String prepareIndex) {
		RaftGroup target = this.targets.group(group);
		return switch (step) {
			case "prepare" -> prepare(target, new Argument("members", members), new Argument("observers", observers),
					new Argument("newMembers", newMembers), new Argument("newObservers", newObservers),
					patience(timeout));
			case "commit" -> commit(target, new Argument("prepareIndex", prepareIndex).positive());
			case "abort" -> ConfigDescriptor.done(target.name(), Result.ABORTED,
					EngineCall.await(STEP_TIMEOUT, target::cancelMembershipChange));
			default -> throw new OperationFailedException(Failure.NOT_FOUND, "NO_SUCH_OPERATION",
					"There is no '" + step + "', only prepare, commit and abort.");
		};
	}

	private ConfigDescriptor prepare(RaftGroup group, Argument members, Argument observers, Argument newMembers,
			Argument newObservers, Duration patience) {
		if (!newMembers.isPresent() && !newObservers.isPresent()) {
			throw newMembers.bad("is missing, and so is 'newObservers': nothing would change.");
		}
		MembershipChange change = EngineCall
			.checked(() -> new MembershipChange(members(group, newMembers), nodes(group, newObservers), patience));
		SortedSet<Integer> oldMembers = members.isPresent() ? members.nodeIds() : presentMembers(group);
		SortedSet<Integer> oldObservers = observers.isPresent() ? observers.nodeIds() : group.status().observers();
		Membership goal = EngineCall.checked(() -> change.appliedTo(Membership.of(oldMembers, oldObservers)));
		return ConfigDescriptor.prepared(group.name(), EngineCall.await(patience, () -> group
			.leaderPrepareJointConsensus(oldMembers, oldObservers, goal.members(), goal.observers(), patience)));
	}

	private static SortedSet<Integer> presentMembers(RaftGroup group) {
		SortedSet<Integer> members = group.status().members();
		if (members.isEmpty()) {
			throw new OperationFailedException(Failure.UNAVAILABLE, "NO_LEADER", "No leader has told this node yet "
					+ "who belongs to group '" + group.name() + "', so that is not known to stay as it is.");
		}
		return members;
	}

	private static ConfigDescriptor commit(RaftGroup group, long prepareIndex) {
		return ConfigDescriptor.done(group.name(), Result.COMMITTED,
				EngineCall.await(STEP_TIMEOUT, () -> group.leaderCommitJointConsensus(prepareIndex)));
	}

	private @Nullable SortedSet<Integer> members(RaftGroup group, Argument argument) {
		SortedSet<Integer> members = nodes(group, argument);
		if (members != null && members.isEmpty()) {
			throw argument.bad("must not be empty: a group needs at least one member.");
		}
		return members;
	}

	private @Nullable SortedSet<Integer> nodes(RaftGroup group, Argument argument) {
		if (!argument.isPresent()) {
			return null;
		}
		SortedSet<Integer> nodes = new TreeSet<>(argument.nodeIds());
		this.targets.checkKnown(nodes, group);
		return nodes;
	}

	private static Duration patience(@Nullable String timeout) {
		return new Argument("timeout", timeout).duration(DEFAULT_TIMEOUT, LONGEST_TIMEOUT);
	}

}
