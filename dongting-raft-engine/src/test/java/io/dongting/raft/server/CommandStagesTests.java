package io.dongting.raft.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import io.dongting.raft.RaftCallback;
import io.dongting.raft.RaftException;
import io.dongting.raft.RaftInput;
import io.dongting.raft.server.VirtualServers.Node;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * What a caller hears of a command on its way.
 */
class CommandStagesTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(5);

	private final VirtualServers servers = new VirtualServers(3);

	private final List<String> heard = new ArrayList<>();

	private Node leader;

	private boolean failing;

	private boolean tracing;

	private boolean undecided;

	private final RaftCallback callback = new RaftCallback() {

		@Override
		public void completed(long index, byte[] result) {
			hear("completed", index);
		}

		@Override
		public void failed(RaftException cause) {
			hear("failed", 0);
		}

		@Override
		public void appended(long index) {
			hear("appended", index);
		}

		@Override
		public boolean tracesDurability() {
			if (CommandStagesTests.this.undecided) {
				throw new IllegalStateException("told to fail");
			}
			return CommandStagesTests.this.tracing;
		}

		@Override
		public void durable(long index) {
			hear("durable", index);
		}

		@Override
		public void committed(long index) {
			hear("committed", index);
		}

	};

	private void hear(String what, long index) {
		this.heard.add(what + " " + index);
		if (this.failing) {
			throw new IllegalStateException("told to fail");
		}
	}

	@BeforeEach
	void start() {
		this.servers.startAll();
		this.leader = this.servers.leaderElected();
		this.servers.assert20s(() -> this.servers.nodes.values().stream().allMatch((node) -> node.status().ready()));
	}

	private long next() {
		return this.leader.status().lastLogIndex() + 1;
	}

	private void submit(Node node) {
		node.group().submitLinearTask(new RaftInput("command".getBytes(), TIMEOUT), this.callback);
	}

	@Test
	void theLeaderTellsWhenACommandIsAppendedAndWhenItIsCommitted() {
		long index = next();
		this.servers.nodes.values().forEach((node) -> node.storageHeld = true);
		submit(this.leader);
		this.servers.world.advance(Duration.ofMillis(100));
		assertThat(this.heard).containsExactly("appended " + index);
		this.leader.applyNanos = Duration.ofMillis(500).toNanos();
		this.servers.nodes.values().forEach(Node::releaseStorage);
		this.servers.world.advance(Duration.ofMillis(100));
		assertThat(this.heard).containsExactly("appended " + index, "committed " + index);
		this.servers.assert20s(() -> this.heard.size() == 3);
		assertThat(this.heard).endsWith("completed " + index);
	}

	@Test
	void theLeaderTellsWhoWantsToKnowWhenItsDiskHasACommand() {
		this.tracing = true;
		long index = next();
		this.servers.followers().forEach((node) -> node.storageHeld = true);
		submit(this.leader);
		this.servers.world.advance(Duration.ofMillis(100));
		assertThat(this.heard).containsExactly("appended " + index, "durable " + index);
		this.servers.followers().forEach(Node::releaseStorage);
		this.servers.assert20s(() -> this.heard.size() == 4);
		assertThat(this.heard).endsWith("committed " + index, "completed " + index);
	}

	@Test
	void whatIsCommittedBeforeItIsOnTheDiskOfTheLeaderIsNotToldOfAsDurable() {
		this.tracing = true;
		long index = next();
		this.leader.storageHeld = true;
		submit(this.leader);
		this.servers.assert20s(() -> this.heard.size() == 3);
		this.leader.releaseStorage();
		this.servers.world.advance(Duration.ofMillis(100));
		assertThat(this.heard).containsExactly("appended " + index, "committed " + index, "completed " + index);
	}

	@Test
	void nothingIsToldOfACommandThatAnotherLeaderHasCutOff() {
		this.tracing = true;
		long index = next();
		UUID cutOff = this.leader.replica();
		List<Node> others = this.servers.followers();
		this.leader.storageHeld = true;
		this.servers.lost = (message) -> message.envelope().fromNodeId() == this.leader.id
				|| cutOff.equals(message.envelope().toReplica());
		submit(this.leader);
		this.servers.assert20s(() -> others.stream().anyMatch(Node::leads));
		this.servers.lost = (message) -> false;
		this.servers.assert20s(() -> this.heard.contains("failed 0"));
		this.leader.releaseStorage();
		this.servers.assert20s(() -> this.leader.status().appliedIndex() >= index);
		assertThat(this.heard).containsExactly("appended " + index, "failed 0");
	}

	@Test
	void whoPassesACommandOnHearsOfItsEndOnly() {
		long index = next();
		submit(this.servers.followers().get(0));
		this.servers.assert20s(() -> !this.heard.isEmpty());
		assertThat(this.heard).containsExactly("completed " + index);
	}

	@Test
	void aCallbackThatCannotSayWhatItWantsToKnowFailsItsCallerOnly() {
		this.undecided = true;
		long index = next();
		assertThatIllegalStateException().isThrownBy(() -> submit(this.leader));
		this.undecided = false;
		submit(this.leader);
		this.servers.assert20s(() -> this.heard.contains("completed " + index));
		assertThat(this.leader.commands()).hasSize(1);
	}

	@Test
	void aCallbackThatFailsDisturbsNothing() {
		this.failing = true;
		this.tracing = true;
		long index = next();
		submit(this.leader);
		this.servers.assert20s(() -> this.heard.contains("completed " + index));
		this.failing = false;
		submit(this.leader);
		this.servers.assert20s(() -> this.heard.contains("completed " + (index + 1)));
		assertThat(this.heard).contains("appended " + index, "durable " + index, "committed " + index,
				"appended " + (index + 1), "durable " + (index + 1), "committed " + (index + 1));
		assertThat(this.leader.commands()).hasSize(2);
	}

}
