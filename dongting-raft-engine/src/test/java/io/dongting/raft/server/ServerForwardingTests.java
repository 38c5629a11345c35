package io.dongting.raft.server;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.dongting.raft.GroupStatus.Condition;
import io.dongting.raft.LogItem;
import io.dongting.raft.OutcomeUnknownException;
import io.dongting.raft.RaftCallback;
import io.dongting.raft.RaftException;
import io.dongting.raft.RaftOutput;
import io.dongting.raft.server.VirtualServers.ListMachine;
import io.dongting.raft.server.VirtualServers.Node;
import io.dongting.raft.transport.AppendReq;
import io.dongting.raft.transport.MessageCodec;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ServerForwardingTests {

	@Test
	void resultThatNoMessageCanCarryConcernsItsOwnCommandOnly() {
		VirtualServers servers = new VirtualServers(3);
		servers.nodes.values().forEach((node) -> node.machine = new ListMachine() {

			@Override
			public byte[] apply(LogItem item) {
				super.apply(item);
				return new byte["large".equals(this.commands.get(this.commands.size() - 1))
						? MessageCodec.LARGEST_MESSAGE_BYTES : MessageCodec.LARGEST_MESSAGE_BYTES / 5];
			}

		});
		servers.startAll();
		servers.leaderElected();
		Node follower = servers.followers().get(0);
		CompletableFuture<RaftOutput> large = follower.group().submit(LocalCluster.command("large"));
		CompletableFuture<?>[] others = new CompletableFuture<?>[8];
		for (int i = 0; i < others.length; i++) {
			others[i] = follower.group().submit(LocalCluster.command("other"));
		}
		servers.world.advance(Duration.ofSeconds(5));
		assertThat(others).allSatisfy((output) -> assertThat(output).isCompleted());
		assertThat(large.handle((result, failure) -> failure).join()).isInstanceOf(OutcomeUnknownException.class);
	}

	@Test
	void errorOfOneCallbackConcernsNobodyElse() {
		VirtualServers servers = new VirtualServers(1);
		Node node = servers.nodes.get(1);
		node.start();
		servers.assert20s(node::leads);
		node.group().submitLinearTask(LocalCluster.command("a"), new RaftCallback() {

			@Override
			public void completed(long index, byte[] result) {
				throw new StackOverflowError("A callback went wrong");
			}

			@Override
			public void failed(RaftException cause) {
				throw new StackOverflowError("A callback went wrong");
			}

		});
		CompletableFuture<RaftOutput> output = node.group().submit(LocalCluster.command("b"));
		servers.assert20s(output::isDone);
		assertThat(output).isCompleted();
		assertThat(node.status().condition()).isEqualTo(Condition.RUNNING);
	}

	/** It would go on to say that it lives, and nobody else would be elected. */
	@Test
	void leaderThatCannotEndItsRoundLeadsNoLonger() {
		VirtualServers servers = new VirtualServers(3);
		servers.startAll();
		Node leader = servers.leaderElected();
		servers.assert20s(() -> servers.nodes.values().stream().allMatch((node) -> node.status().commitIndex() == 2));
		leader.unsendable = (message) -> message instanceof AppendReq append && !append.entries().isEmpty();
		leader.group().submit(LocalCluster.command("a"));
		servers.assert20s(() -> servers.followers().stream().anyMatch(Node::leads) || !leader.leads());
		assertThat(leader.status().condition()).isEqualTo(Condition.INVARIANT_VIOLATED);
		servers.leaderElected();
	}

}
