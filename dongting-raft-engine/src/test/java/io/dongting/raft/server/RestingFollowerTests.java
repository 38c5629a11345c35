package io.dongting.raft.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import io.dongting.raft.server.VirtualServers.Node;
import io.dongting.raft.transport.Envelope;
import io.dongting.raft.transport.HeartbeatReq;
import io.dongting.raft.transport.HeartbeatResp;
import io.dongting.raft.transport.Message;
import io.dongting.raft.transport.RefusalResp;
import io.dongting.raft.transport.StepDownReq;
import io.dongting.raft.transport.VoteReq;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A follower at rest answers its leader's heartbeats by what it noted. Whatever differs
 * from that in one field is answered as if it had noted nothing.
 */
class RestingFollowerTests {

	private static final UUID OTHER = new UUID(7, 7);

	private final VirtualServers servers = new VirtualServers(3);

	private Node leader = this.servers.nodes.get(1);

	private Node follower = this.servers.nodes.get(2);

	/** The last heartbeat of the leader to the follower; nothing travels any more. */
	private HeartbeatReq heartbeat;

	private Envelope envelope;

	RestingFollowerTests() {
		this.envelope = new Envelope(1, OTHER, 1, OTHER, OTHER, 0, 0);
		this.heartbeat = new HeartbeatReq(this.envelope, 0);
	}

	@BeforeEach
	void restAWhile() {
		this.servers.startAll();
		this.leader = this.servers.leaderElected();
		this.follower = this.servers.followers().get(0);
		this.servers.world.advance(Duration.ofSeconds(5));
		UUID meant = this.follower.replica();
		List<HeartbeatReq> seen = new ArrayList<>();
		this.servers.lost = (message) -> {
			if (message instanceof HeartbeatReq request && meant.equals(request.envelope().toReplica())) {
				seen.add(request);
			}
			return true;
		};
		this.servers.world.advance(Duration.ofMillis(210));
		this.heartbeat = seen.get(seen.size() - 1);
		this.envelope = this.heartbeat.envelope();
	}

	private List<Message> answers(Message... requests) {
		List<Message> answers = this.follower.receives(this.leader.id, requests);
		this.servers.world.advance(Duration.ofMillis(1));
		return answers;
	}

	private RefusalResp.Reason refusalOf(Message request) {
		List<Message> answers = answers(request);
		assertThat(answers).singleElement().isInstanceOf(RefusalResp.class);
		return ((RefusalResp) answers.get(0)).reason();
	}

	private HeartbeatReq from(UUID cluster, int nodeId, UUID toReplica, long term) {
		return new HeartbeatReq(new Envelope(this.envelope.groupId(), cluster, nodeId, this.envelope.fromReplica(),
				toReplica, term, this.envelope.sequence()), this.heartbeat.leaderCommit());
	}

	private HeartbeatReq changed(UUID cluster, UUID toReplica, long term) {
		return from(cluster, this.leader.id, toReplica, term);
	}

	@Test
	void theLeaderGetsItsAnswerWithoutALookAtTheParts() {
		int before = this.follower.flushes.getOrDefault("list", 0);
		List<Message> answers = answers(this.heartbeat, this.heartbeat);
		assertThat(this.follower.flushes.getOrDefault("list", 0)).isEqualTo(before);
		assertThat(answers).hasSize(2).allSatisfy((answer) -> {
			assertThat(answer).isInstanceOf(HeartbeatResp.class);
			assertThat(((HeartbeatResp) answer).promiseMillis()).isEqualTo(300);
			assertThat(answer.envelope()).isEqualTo(new Envelope(this.envelope.groupId(), this.envelope.clusterId(),
					this.follower.id, this.follower.replica(), this.envelope.fromReplica(), this.envelope.term(),
					this.envelope.sequence()));
		});
	}

	@Test
	void whatIsMeantForAnotherReplicaIsRefused() {
		assertThat(refusalOf(changed(cluster(), OTHER, this.envelope.term())))
			.isEqualTo(RefusalResp.Reason.OTHER_REPLICA);
	}

	@Test
	void whatComesFromAnotherClusterIsRefused() {
		assertThat(refusalOf(changed(OTHER, this.follower.replica(), this.envelope.term())))
			.isEqualTo(RefusalResp.Reason.OTHER_CLUSTER);
	}

	@Test
	void aTermThatIsOverIsRefused() {
		assertThat(refusalOf(changed(cluster(), this.follower.replica(), this.envelope.term() - 1)))
			.isEqualTo(RefusalResp.Reason.STALE_TERM);
	}

	@Test
	void whoeverSpeaksInTheNameOfAnotherGetsNoAnswer() {
		assertThat(answers(from(cluster(), this.follower.id, this.follower.replica(), this.envelope.term()))).isEmpty();
	}

	/** The first of two messages that arrive together has changed what was noted. */
	@Test
	void aHeartbeatThatArrivesWithALaterTermIsRefused() {
		Envelope later = changed(cluster(), this.follower.replica(), this.envelope.term() + 1).envelope();
		List<Message> answers = answers(new StepDownReq(later), this.heartbeat);
		assertThat(answers).singleElement().isInstanceOf(RefusalResp.class);
		assertThat(((RefusalResp) answers.get(0)).reason()).isEqualTo(RefusalResp.Reason.STALE_TERM);
		assertThat(answers.get(0).envelope().term()).isEqualTo(this.envelope.term() + 1);
	}

	/** So it does not campaign against the leader, which needs two of three. */
	@Test
	void heartbeatsThatAreAnsweredAtRestKeepItFromCampaigning() {
		List<Message> votes = new ArrayList<>();
		this.servers.lost = (message) -> {
			if (message instanceof VoteReq && message.envelope().fromNodeId() == this.follower.id) {
				votes.add(message);
			}
			return true;
		};
		for (int i = 0; i < 100; i++) {
			assertThat(answers(this.heartbeat)).hasSize(1);
			this.servers.world.advance(Duration.ofMillis(100));
		}
		assertThat(votes).isEmpty();
		this.servers.world.advance(Duration.ofSeconds(5));
		assertThat(votes).isNotEmpty();
	}

	private UUID cluster() {
		UUID cluster = this.envelope.clusterId();
		return (cluster != null) ? cluster : OTHER;
	}

}
