package io.dongting.raft.core.change;

import java.util.UUID;

import io.dongting.raft.core.commit.CommitManager;
import io.dongting.raft.core.member.ChangeState;
import io.dongting.raft.core.member.ChangeState.Stage;
import io.dongting.raft.core.member.ConfigurationCodec;
import io.dongting.raft.core.member.GroupConfiguration;
import io.dongting.raft.core.member.MemberManager;
import io.dongting.raft.core.propose.LinearTaskRunner;
import io.dongting.raft.core.state.Ballot;
import io.dongting.raft.core.state.GroupContext;
import io.dongting.raft.core.state.Invariants;
import io.dongting.raft.log.EntryType;
import io.dongting.raft.log.RaftLog;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Appends configuration entries as the leader, and only where that is safe (R19).
 */
final class ConfigurationWriter {

	private static final Logger log = LoggerFactory.getLogger(ConfigurationWriter.class);

	private final GroupContext context;

	private final Ballot ballot;

	private final MemberManager members;

	private final CommitManager commits;

	private final RaftLog raftLog;

	private final LinearTaskRunner runner;

	ConfigurationWriter(GroupContext context, Ballot ballot, MemberManager members, CommitManager commits,
			RaftLog raftLog, LinearTaskRunner runner) {
		this.context = context;
		this.ballot = ballot;
		this.members = members;
		this.commits = commits;
		this.raftLog = raftLog;
		this.runner = runner;
	}

	/**
	 * Return whether an entry of the term has committed. Before that, the leader does not
	 * know what else is (the single-server bug of 2015, trap P30).
	 */
	boolean ownEntryCommitted() {
		return this.raftLog.termAt(this.commits.commitIndex()) == this.ballot.term();
	}

	/**
	 * Return whether the configuration in force is a joint one that this leader may take
	 * back before it is committed: it has appended it itself in this term, so that nobody
	 * else can have committed it.
	 */
	boolean mayTakeBack() {
		GroupConfiguration configuration = this.members.inForce();
		return configuration != null && isJoint(configuration)
				&& this.raftLog.termAt(this.members.inForceIndex()) == this.ballot.term();
	}

	private static boolean isJoint(GroupConfiguration configuration) {
		ChangeState change = configuration.change();
		return change != null && change.stage() == Stage.JOINT;
	}

	/**
	 * Return whether nothing is to be appended for the moment, since leadership is being
	 * handed over: either the next leader takes the next step, or this one when it goes
	 * on (R24).
	 */
	boolean isHeld() {
		return this.runner.isHeld();
	}

	/** Append a configuration, which is in force from now on. */
	void append(GroupConfiguration next) {
		GroupConfiguration current = this.members.inForce();
		ChangeState change = next.change();
		Invariants.check(current != null && change != null && ownEntryCommitted(),
				() -> "A configuration before an entry of the term is committed");
		boolean takesBack = change != null && change.stage() == Stage.ABORTED && mayTakeBack();
		Invariants.check(this.members.inForceCommitted() || takesBack,
				() -> "A configuration over one at " + this.members.inForceIndex() + " that is not committed");
		if (current != null) {
			checkBindings(current, next);
		}
		long index = this.runner.append(EntryType.CONFIGURATION, ConfigurationCodec.encode(next));
		this.members.appended(index, next);
		log.info("{}: {} at entry {}: {}", this.context, (change != null) ? change.stage() : "", index,
				next.membership());
	}

	/** A node does not become another replica without having left the group (R20). */
	private static void checkBindings(GroupConfiguration current, GroupConfiguration next) {
		next.replicas().forEach((node, replica) -> {
			UUID before = current.boundReplica(node);
			Invariants.check(before == null || before.equals(replica.uuid()),
					() -> "Node " + node + " is bound to replica " + before + " and would be to " + replica.uuid());
		});
	}

}
