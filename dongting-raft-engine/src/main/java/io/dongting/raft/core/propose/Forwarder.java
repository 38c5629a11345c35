package io.dongting.raft.core.propose;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;

import io.dongting.raft.NotExecutedException;
import io.dongting.raft.core.state.Envelopes;
import io.dongting.raft.core.state.GroupContext;
import io.dongting.raft.core.state.PeerLinks;
import io.dongting.raft.core.state.RoleManager;
import io.dongting.raft.transport.ForwardReq;
import io.dongting.raft.transport.ForwardResp;
import org.jspecify.annotations.Nullable;

/**
 * Passes commands on to the leader and waits for their outcomes. From the moment a
 * command is sent only the leader's answer says what became of it.
 */
public final class Forwarder implements PeerLinks.LinkListener {

	private final GroupContext context;

	private final RoleManager roles;

	private final Envelopes envelopes;

	private final PeerLinks links;

	private final List<RaftTask> gathered = new ArrayList<>();

	private final TreeMap<Long, Forwarded> sent = new TreeMap<>();

	private @Nullable Sender sender;

	/**
	 * Above those of all earlier starts, as requests are numbered: a late answer to what
	 * another start had passed on must not be taken for that of a new command (R1).
	 */
	private long lastTaskId;

	private long gatheredBytes;

	public Forwarder(GroupContext context, RoleManager roles, Envelopes envelopes, PeerLinks links) {
		this.context = context;
		this.roles = roles;
		this.envelopes = envelopes;
		this.links = links;
		this.lastTaskId = envelopes.lastSequence();
		links.addListener(this);
	}

	/**
	 * Return whether there is a leader to pass anything on to.
	 * @return whether it is known and reachable, and not this node
	 */
	boolean ready() {
		int leaderId = this.roles.leaderId();
		return leaderId != 0 && leaderId != this.context.nodeId() && this.links.isOpen(leaderId);
	}

	void sendFor(Sender sender) {
		this.sender = sender;
	}

	/**
	 * Pass a command on, with others.
	 * @param task the command
	 * @return whether more can be passed on now; if not, what could not be sent was given
	 * back
	 */
	boolean forward(RaftTask task) {
		this.gathered.add(task);
		this.gatheredBytes += task.body().length;
		return this.gatheredBytes < this.context.options().maxBatchBytes() || sendGathered();
	}

	/** At the end of a round: send what gathered as one message. */
	public void flush() {
		if (!this.gathered.isEmpty()) {
			sendGathered();
		}
	}

	private boolean sendGathered() {
		List<RaftTask> batch = List.copyOf(this.gathered);
		this.gathered.clear();
		this.gatheredBytes = 0;
		boolean sent = send(batch);
		if (!sent) {
			sender().notForwarded(batch);
		}
		return sent;
	}

	private boolean send(List<RaftTask> batch) {
		UUID leader = this.roles.leaderReplica();
		if (leader == null || !ready()) {
			return false;
		}
		long nowNanos = this.context.nanoTime();
		long firstTaskId = this.lastTaskId + 1;
		List<ForwardReq.Task> tasks = new ArrayList<>(batch.size());
		for (RaftTask task : batch) {
			long leftMillis = TimeUnit.NANOSECONDS.toMillis(task.deadlineNanos() - nowNanos);
			tasks.add(new ForwardReq.Task(++this.lastTaskId, Math.max(1, leftMillis), task.body()));
		}
		ForwardReq request = new ForwardReq(this.envelopes.request(leader), tasks);
		if (!this.links.send(this.roles.leaderId(), request)) {
			return false;
		}
		long taskId = firstTaskId;
		for (RaftTask task : batch) {
			this.sent.put(taskId++, new Forwarded(task, this.roles.leaderId(), request.envelope().sequence()));
		}
		return true;
	}

	/**
	 * The leader says what became of commands.
	 * @param answer its answer
	 */
	public void answered(ForwardResp answer) {
		int executed = 0;
		for (ForwardResp.Outcome outcome : answer.outcomes()) {
			Forwarded forwarded = this.sent.remove(outcome.taskId());
			if (forwarded != null && end(forwarded, outcome)) {
				executed++;
			}
		}
		if (executed > 0) {
			this.context.meters().proposalsExecuted(executed);
		}
	}

	/** Return whether it is the result. */
	private boolean end(Forwarded forwarded, ForwardResp.Outcome outcome) {
		RaftTask task = forwarded.task();
		NotExecutedException.@Nullable Reason reason = outcome.reason();
		if (reason == NotExecutedException.Reason.NOT_LEADER && !task.answered()) {
			sender().notForwarded(List.of(task));
			return false;
		}
		switch (outcome.kind()) {
			case DONE -> {
				return task.complete(outcome.index(), outcome.result());
			}
			case NOT_EXECUTED ->
				task.refuse((reason != null) ? reason : NotExecutedException.Reason.NOT_LEADER, outcome.message());
			case UNKNOWN -> task.unknown(outcome.message());
		}
		return false;
	}

	/**
	 * A request was refused whole, before anything of it was looked at.
	 * @param sequence the number of the request
	 */
	public void refused(long sequence) {
		List<Forwarded> refused = removeIf((forwarded) -> forwarded.sequence() == sequence);
		if (!refused.isEmpty()) {
			sender().notForwarded(refused.stream().map(Forwarded::task).toList());
		}
	}

	@Override
	public void linkClosed(int nodeId) {
		endUnknown((forwarded) -> forwarded.leaderId() == nodeId,
				"The connection to the leader, node " + nodeId + ", ended before it answered");
	}

	void expire(long nowNanos) {
		endUnknown((forwarded) -> forwarded.task().expired(nowNanos), "The leader did not answer in time");
	}

	void abandon(String reason) {
		for (RaftTask task : this.gathered) {
			task.refuse(NotExecutedException.Reason.STOPPED, reason);
		}
		this.gathered.clear();
		endUnknown((forwarded) -> true, reason);
	}

	private void endUnknown(Predicate<Forwarded> which, String message) {
		for (Forwarded forwarded : removeIf(which)) {
			forwarded.task().unknown(message);
		}
	}

	private List<Forwarded> removeIf(Predicate<Forwarded> which) {
		List<Forwarded> removed = this.sent.values().stream().filter(which).toList();
		if (!removed.isEmpty()) {
			this.sent.values().removeIf(which);
		}
		return removed;
	}

	private Sender sender() {
		return Objects.requireNonNull(this.sender, "Nobody sends");
	}

	boolean isEmpty() {
		return this.gathered.isEmpty() && this.sent.isEmpty();
	}

	/** Whose commands are passed on. */
	interface Sender {

		/**
		 * Commands were certainly not executed, and may be tried again later.
		 * @param tasks the commands in order
		 */
		void notForwarded(List<RaftTask> tasks);

	}

	private record Forwarded(RaftTask task, int leaderId, long sequence) {

	}

}
