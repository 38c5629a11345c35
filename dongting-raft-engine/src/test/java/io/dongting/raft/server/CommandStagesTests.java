package io.dongting.raft.server;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.dongting.raft.RaftCallback;
import io.dongting.raft.RaftException;
import io.dongting.raft.RaftInput;
import io.dongting.raft.server.VirtualServers.Node;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a caller hears of a command on its way.
 */
class CommandStagesTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(5);

	private final VirtualServers servers = new VirtualServers(3);

	private final List<String> heard = new ArrayList<>();

	private Node leader;

	private boolean failing;

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
	void whoPassesACommandOnHearsOfItsEndOnly() {
		long index = next();
		submit(this.servers.followers().get(0));
		this.servers.assert20s(() -> !this.heard.isEmpty());
		assertThat(this.heard).containsExactly("completed " + index);
	}

	@Test
	void aCallbackThatFailsDisturbsNothing() {
		this.failing = true;
		long index = next();
		submit(this.leader);
		this.servers.assert20s(() -> this.heard.size() == 3);
		this.failing = false;
		submit(this.leader);
		this.servers.assert20s(() -> this.heard.size() == 6);
		assertThat(this.heard).containsExactly("appended " + index, "committed " + index, "completed " + index,
				"appended " + (index + 1), "committed " + (index + 1), "completed " + (index + 1));
		assertThat(this.leader.commands()).hasSize(2);
	}

}
