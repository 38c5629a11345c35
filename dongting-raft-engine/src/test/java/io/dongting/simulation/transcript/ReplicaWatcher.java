package io.dongting.simulation.transcript;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SortedSet;
import java.util.stream.Collectors;

import io.dongting.raft.DiskSpace;
import io.dongting.raft.GroupStatus;
import io.dongting.raft.Membership;
import io.dongting.raft.core.GroupInspection;
import io.dongting.raft.log.EntryBatch;
import io.dongting.raft.log.vote.VoteState;
import io.dongting.raft.log.vote.VoteStore;
import io.dongting.simulation.SimulatedNode;
import org.jspecify.annotations.Nullable;

/**
 * Tells what has changed on one node since the step before.
 */
final class ReplicaWatcher {

	private final SimulatedNode node;

	private final String group;

	/** All entries seen on any node, by place: those of a restarted one are on disk. */
	private final Map<String, EntryText> known;

	private final Output output;

	private final List<EntryText> log = new ArrayList<>();

	private String role = "";

	private String vote = "";

	private String ballot = "";

	private String condition = "";

	private long diskOperations;

	private long writeEpoch;

	private long durableIndex;

	private long commitIndex;

	ReplicaWatcher(SimulatedNode node, String group, Map<String, EntryText> known, Output output) {
		this.node = node;
		this.group = group;
		this.known = known;
		this.output = output;
	}

	/** The process begins: what it holds is not new. */
	void started() {
		GroupInspection replica = this.node.inspect(this.group);
		this.log.clear();
		this.role = "";
		this.vote = "";
		this.condition = "";
		this.commitIndex = 0;
		this.durableIndex = 0;
		if (replica == null) {
			this.output.state(Shown.NODES, this.node.nodeId(), "starts, but not the group");
			return;
		}
		for (long index = 1; index <= replica.lastIndex(); index++) {
			this.log.add(stored(index, replica.termAt(index)));
		}
		this.writeEpoch = replica.writeEpoch();
		this.durableIndex = replica.durableIndex();
		this.vote = vote(replica);
		this.output.state(Shown.NODES, this.node.nodeId(), "starts with " + storedState(replica));
	}

	private String storedState(GroupInspection replica) {
		if (replica.term() == 0 && this.log.isEmpty()) {
			return "an empty disk";
		}
		String voted = (replica.votedFor() == 0) ? "" : ", a vote for " + replica.votedFor();
		return "term " + replica.term() + voted + ", log to " + last().place();
	}

	private EntryText stored(long index, long term) {
		return this.known.getOrDefault(EntryText.place(index, term), new EntryText(index, term, "?"));
	}

	void afterStep() {
		GroupInspection replica = this.node.inspect(this.group);
		if (replica == null) {
			return;
		}
		GroupStatus status = this.node.group(this.group).status();
		this.condition = changed(Shown.HEALTH, this.condition, "is " + status.condition());
		this.role = changed(Shown.ROLES, this.role, role(status));
		this.vote = changed(Shown.VOTES, this.vote, vote(replica));
		if (this.diskOperations != this.node.disk().operations()) {
			this.diskOperations = this.node.disk().operations();
			this.ballot = changed(Shown.BALLOTS, this.ballot, ballot());
		}
		logAfterStep(replica);
		if (replica.durableIndex() > this.durableIndex) {
			this.output.state(Shown.DURABLE, this.node.nodeId(), "is durable to " + replica.durableIndex());
		}
		this.durableIndex = replica.durableIndex();
		if (replica.commitIndex() > this.commitIndex) {
			this.commitIndex = replica.commitIndex();
			this.output.state(Shown.COMMITS, this.node.nodeId(), "commits to " + this.commitIndex);
		}
	}

	private String changed(Shown kind, String before, String now) {
		if (!now.equals(before) && !now.isEmpty()) {
			this.output.state(kind, this.node.nodeId(), now);
		}
		return now;
	}

	private static String role(GroupStatus status) {
		return switch (status.role()) {
			case LEADER -> "leads term " + status.term();
			case CANDIDATE -> "campaigns in term " + status.term();
			case NONE -> "has no part in the group";
			case FOLLOWER, OBSERVER ->
				"follows " + ((status.leaderId() != 0) ? status.leaderId() : "nobody") + " in term " + status.term();
		};
	}

	private static String vote(GroupInspection replica) {
		return (replica.votedFor() == 0) ? "" : "votes for " + replica.votedFor() + " in term " + replica.term();
	}

	private String ballot() {
		byte[] content = this.node.disk().survivingContent("groups/" + this.group + "/vote");
		@Nullable VoteState state = (content != null) ? VoteStore.stateIn(ByteBuffer.wrap(content)) : null;
		if (state == null) {
			return "";
		}
		return "has durable: term " + state.term()
				+ ((state.votedFor() != 0) ? ", vote for " + state.votedFor() : ", no vote");
	}

	private void logAfterStep(GroupInspection replica) {
		if (replica.writeEpoch() != this.writeEpoch) {
			this.writeEpoch = replica.writeEpoch();
			cut(replica);
		}
		List<EntryText> appended = new ArrayList<>();
		while (this.log.size() < replica.lastIndex()) {
			EntryBatch batch = Objects.requireNonNull(replica.cached(this.log.size() + 1L), "New and not in memory");
			for (EntryText entry : EntryText.of(batch)) {
				this.known.put(entry.place(), entry);
				this.log.add(entry);
				appended.add(entry);
			}
		}
		if (!appended.isEmpty()) {
			this.output.state(Shown.ENTRIES, this.node.nodeId(), "appends " + joined(appended));
		}
	}

	private void cut(GroupInspection replica) {
		int kept = this.log.size();
		while (kept > 0 && replica.termAt(kept) != this.log.get(kept - 1).term()) {
			kept--;
		}
		List<EntryText> gone = this.log.subList(kept, this.log.size());
		if (!gone.isEmpty()) {
			this.output.state(Shown.ENTRIES, this.node.nodeId(), "cuts off " + joined(gone));
			gone.clear();
		}
	}

	private EntryText last() {
		return this.log.isEmpty() ? EntryText.BEGIN : this.log.get(this.log.size() - 1);
	}

	/** Return the whole log in one line. */
	String logText() {
		return this.log.isEmpty() ? "nothing" : joined(this.log);
	}

	/** Return what the node is and how far it is, in one line. */
	String statusText() {
		if (!this.node.isRunning()) {
			return "does not run";
		}
		GroupStatus status = this.node.group(this.group).status();
		String failed = (status.condition() == GroupStatus.Condition.RUNNING) ? "" : status.condition() + ", ";
		String ready = status.ready() ? "" : ", not ready";
		String space = (status.diskSpace() == DiskSpace.AMPLE) ? "" : ", disk is " + status.diskSpace();
		String lagging = status.lagging() ? ", is lagging" : "";
		return failed + role(status) + ready + lagging + space + ", log to " + last().place() + ", durable to "
				+ this.durableIndex + ", commit " + status.commitIndex() + ", applied " + status.appliedIndex();
	}

	/** Return who belongs to the group as this node knows it, in one line. */
	String membersText() {
		GroupStatus status = this.node.group(this.group).status();
		String joint = (status.prepareIndex() == 0) ? "" : " and "
				+ sets(status.preparedMembers(), status.preparedObservers()) + " since " + status.prepareIndex();
		GroupStatus.Change change = status.change();
		String open = (change == null) ? ""
				: ", " + change.stage() + (change.automatic() ? " by itself" : " by hand") + " to "
						+ SetsText.of(change.goal())
						+ (change.waitingFor().isEmpty() ? "" : ", waits for " + SetsText.joined(change.waitingFor()));
		return status.role() + ", " + sets(status.members(), status.observers()) + joint + open;
	}

	private static String sets(SortedSet<Integer> members, SortedSet<Integer> observers) {
		return members.isEmpty() ? "nobody" : SetsText.of(new Membership(members, observers));
	}

	private static String joined(List<EntryText> entries) {
		return entries.stream().map(EntryText::toString).collect(Collectors.joining(", "));
	}

}
