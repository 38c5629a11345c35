package io.dongting.raft.core.bootstrap;

import java.time.Duration;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;

import io.dongting.fiber.FiberCondition;
import io.dongting.fiber.FiberFrame;
import io.dongting.fiber.Step;
import io.dongting.raft.GroupStatus.Condition;
import io.dongting.raft.HostPort;
import io.dongting.raft.RaftGroupConfig;
import io.dongting.raft.core.member.ConfigurationCodec;
import io.dongting.raft.core.member.GroupConfiguration;
import io.dongting.raft.core.member.MemberManager;
import io.dongting.raft.core.member.Replica;
import io.dongting.raft.core.state.Ballot;
import io.dongting.raft.core.state.Envelopes;
import io.dongting.raft.core.state.GroupContext;
import io.dongting.raft.core.state.Health;
import io.dongting.raft.core.state.LogTime;
import io.dongting.raft.core.state.PeerLinks;
import io.dongting.raft.log.EntryEncoder;
import io.dongting.raft.log.EntryType;
import io.dongting.raft.log.RaftLog;
import io.dongting.raft.transport.IdentityReq;
import io.dongting.raft.transport.IdentityResp;
import io.dongting.raft.transport.IdentityResp.State;

/**
 * Sees an empty replica to its first entry: founds the group, or waits to be given one.
 * Ends at once where there is a log.
 */
public final class Bootstrap extends FiberFrame<Void> {

	private static final Duration ASK_INTERVAL = Duration.ofMillis(200);

	private static final HostPort NO_ADDRESS = new HostPort("localhost", 0);

	private final GroupContext context;

	private final Ballot ballot;

	private final MemberManager members;

	private final RaftLog log;

	private final LogTime logTime;

	private final Envelopes envelopes;

	private final PeerLinks links;

	private final Health health;

	private final SortedMap<Integer, HostPort> addresses;

	private final FiberCondition changed;

	private final TreeMap<Integer, IdentityResp> answers = new TreeMap<>();

	/** What those said who mean another group. */
	private final TreeMap<Integer, String> refusals = new TreeMap<>();

	/**
	 * The first question that asked the replicas that have answered to agree, 0 while
	 * some other may have a log.
	 */
	private long agreementSequence;

	/** The term last made durable for a first entry. */
	private long durableTerm;

	/** The first entry is appended, but not durable yet. */
	private boolean founding;

	/**
	 * Prepare to see a replica to its first entry.
	 * @param context where the group runs
	 * @param ballot what the replica agreed to
	 * @param members the configuration in force
	 * @param log the log
	 * @param logTime the time of the first entry
	 * @param envelopes addresses the questions
	 * @param links carry them
	 * @param health is told what the replica waits for
	 * @param addresses where the nodes are reached
	 */
	public Bootstrap(GroupContext context, Ballot ballot, MemberManager members, RaftLog log, LogTime logTime,
			Envelopes envelopes, PeerLinks links, Health health, SortedMap<Integer, HostPort> addresses) {
		this.context = context;
		this.ballot = ballot;
		this.members = members;
		this.log = log;
		this.logTime = logTime;
		this.envelopes = envelopes;
		this.links = links;
		this.health = health;
		this.addresses = addresses;
		this.changed = context.fibers().newCondition("group has begun");
		members.onChange(this.changed::signalAll);
	}

	@Override
	protected Step execute() {
		if (hasBegun()) {
			return finish();
		}
		if (mayFound() && othersAgree()) {
			return beginTerm();
		}
		describe();
		ask();
		return awaitUntil(this.changed, this::canGoOn, ASK_INTERVAL, this::execute, this::execute);
	}

	private boolean hasBegun() {
		return this.members.inForce() != null;
	}

	private boolean canGoOn() {
		return hasBegun() || (mayFound() && (othersAgree() || (this.agreementSequence == 0 && othersAreEmpty())));
	}

	/**
	 * The first entry stands in a term of its own, also when it is not the first attempt;
	 * the first election opens the next.
	 */
	private Step beginTerm() {
		long term = this.ballot.term() + 1;
		this.ballot.adoptTerm(term);
		this.ballot.whenDurable(() -> {
			this.durableTerm = term;
			this.changed.signalAll();
		});
		return awaitUntil(this.changed, () -> this.durableTerm >= term, this::found);
	}

	private boolean isDurable() {
		return this.log.durableIndex() > 0;
	}

	/** At the end of a round: the first entry may have become durable. */
	public void flush() {
		if (this.founding && isDurable()) {
			this.founding = false;
			this.changed.signalAll();
		}
	}

	/**
	 * One that is being stopped begins nothing, nor does one whose disk failed (R26), nor
	 * one whose log is being refilled: there is a group (R28).
	 */
	private boolean mayFound() {
		return isFounder() && this.health.mayAcknowledge() && !this.ballot.isRefilling();
	}

	private boolean isFounder() {
		return this.context.config().members().first() == this.context.nodeId();
	}

	private SortedSet<Integer> others() {
		RaftGroupConfig config = this.context.config();
		SortedSet<Integer> others = new TreeSet<>(config.members());
		others.addAll(config.observers());
		others.remove(this.context.nodeId());
		return others;
	}

	private boolean othersAreEmpty() {
		return others().stream().allMatch((node) -> {
			IdentityResp answer = this.answers.get(node);
			return answer != null && answer.state() == State.AGREES;
		});
	}

	/** Only answers to the question for agreement count (R4). */
	private boolean othersAgree() {
		return this.agreementSequence > 0 && othersAreEmpty()
				&& this.answers.values()
					.stream()
					.allMatch((answer) -> answer.envelope().sequence() >= this.agreementSequence);
	}

	/**
	 * Founders are asked again and again too: one whose disk was replaced says so. A
	 * founder asks the others to agree, and then names them, only when all of them are
	 * empty: one whose disk was replaced would else take from those that have no entry
	 * yet what they agreed to before.
	 */
	private void ask() {
		RaftGroupConfig config = this.context.config();
		boolean founds = mayFound() && othersAreEmpty();
		if (founds && this.agreementSequence == 0) {
			this.agreementSequence = this.envelopes.lastSequence() + 1;
		}
		else if (!founds) {
			this.agreementSequence = 0;
		}
		for (int node : others()) {
			IdentityResp answer = this.answers.get(node);
			UUID replica = (founds && answer != null) ? answer.envelope().fromReplica() : null;
			this.links.send(node, new IdentityReq(this.envelopes.request(replica), config.name(), config.members(),
					config.observers()));
		}
	}

	/**
	 * Another replica has answered.
	 * @param nodeId the other
	 * @param answer its answer
	 */
	public void answered(int nodeId, IdentityResp answer) {
		if (!hasBegun() && others().contains(nodeId)) {
			this.refusals.remove(nodeId);
			IdentityResp before = this.answers.put(nodeId, answer);
			boolean same = before != null && before.envelope().fromReplica().equals(answer.envelope().fromReplica());
			if (!same) {
				this.agreementSequence = 0;
			}
			this.changed.signalAll();
		}
	}

	/**
	 * Another node means a different group by the number of this one.
	 * @param nodeId the other
	 * @param message what it said, a sentence for people
	 */
	public void refused(int nodeId, String message) {
		if (!hasBegun() && others().contains(nodeId)) {
			this.refusals.put(nodeId, message);
		}
	}

	/**
	 * The founder does not campaign before its entry is durable: others that got it would
	 * have a log, and the founder, empty again after a crash, would found no more and
	 * take the entry from nobody.
	 */
	private Step found() {
		if (hasBegun() || !mayFound() || !othersAgree() || this.ballot.term() != this.durableTerm) {
			return execute();
		}
		RaftGroupConfig config = this.context.config();
		SortedMap<Integer, Replica> replicas = new TreeMap<>();
		replicas.put(this.context.nodeId(), replica(this.context.nodeId(), this.ballot.replica()));
		this.answers.forEach((node, answer) -> replicas.put(node, replica(node, answer.envelope().fromReplica())));
		UUID clusterId = new UUID(this.context.random().nextLong(), this.context.random().nextLong());
		GroupConfiguration first = GroupConfiguration.founding(clusterId, this.ballot.replica(), replicas,
				config.members(), config.observers());
		EntryEncoder encoder = new EntryEncoder(1, this.ballot.term(), 0, 0);
		encoder.add(EntryType.CONFIGURATION, this.logTime.next(), ConfigurationCodec.encode(first));
		this.log.append(encoder.finish());
		this.members.appended(1, first);
		this.founding = true;
		return awaitUntil(this.changed, this::isDurable, this::finish);
	}

	private Replica replica(int node, UUID uuid) {
		return new Replica(node, this.addresses.getOrDefault(node, NO_ADDRESS), uuid);
	}

	private void describe() {
		RaftGroupConfig config = this.context.config();
		int self = this.context.nodeId();
		IdentityResp established = this.answers.values()
			.stream()
			.filter((answer) -> answer.state() == State.HAS_LOG)
			.findFirst()
			.orElse(null);
		if (established != null) {
			describe(established);
		}
		else if (!config.members().contains(self) && !config.observers().contains(self)) {
			this.health.become(Condition.NOT_IN_CONFIG,
					"Node " + self + " is not among the first members " + config.members() + " and waits to be added.");
		}
		else {
			this.health.become(Condition.BOOTSTRAPPING, waitingFor());
		}
	}

	private void describe(IdentityResp established) {
		int self = this.context.nodeId();
		int other = established.envelope().fromNodeId();
		UUID bound = established.boundReplica();
		if (this.ballot.replica().equals(bound)) {
			this.health.become(Condition.BOOTSTRAPPING, "Waits for the first entry from the group's leader.");
		}
		else if (bound != null) {
			this.health.become(Condition.NOT_IN_CONFIG,
					"The data of node " + self + " was replaced: node " + other + " knows it as replica " + bound
							+ ", but here is the empty replica " + this.ballot.replica()
							+ ". It neither votes nor serves until node " + self
							+ " is removed from the group and added again.");
		}
		else {
			this.health.become(Condition.NOT_IN_CONFIG,
					"The group began without node " + self + ": on node " + other + " its members are "
							+ established.members() + ". This node waits to be added; listing it in the configuration "
							+ "does not add it.");
		}
	}

	private String waitingFor() {
		RaftGroupConfig config = this.context.config();
		if (!isFounder()) {
			return "Waits for node " + config.members().first() + ", the lowest of the first members "
					+ config.members() + ", to found the group.";
		}
		for (IdentityResp answer : this.answers.values()) {
			if (answer.state() == State.DIFFERS) {
				return "Cannot found the group: node " + this.context.nodeId() + " was told of the members "
						+ config.members() + " and observers " + config.observers() + ", but node "
						+ answer.envelope().fromNodeId() + " of the members " + answer.members() + " and observers "
						+ answer.observers() + ". Give both the same configuration.";
			}
		}
		if (!this.refusals.isEmpty()) {
			return "Cannot found the group: node " + this.refusals.firstKey() + " refuses. "
					+ this.refusals.firstEntry().getValue();
		}
		SortedSet<Integer> missing = others();
		missing.removeAll(this.answers.keySet());
		return missing.isEmpty() ? "Waits for the other first members to agree that it founds the group."
				: "Waits for an answer of the nodes " + missing + " to found the group.";
	}

}
