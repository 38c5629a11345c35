package io.dongting.raft.server;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;

import io.dongting.raft.LogItem;
import io.dongting.raft.ReadConsistency;
import io.dongting.raft.server.VirtualServers.ListMachine;
import io.dongting.raft.server.VirtualServers.Node;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ServerReadTests {

	/**
	 * Trap D20: what could not be applied must not look as if it had never been there.
	 */
	@Test
	void readIsRefusedWhenWhatItWaitsForCannotBeApplied() {
		VirtualServers servers = new VirtualServers(1);
		Node node = servers.nodes.get(1);
		ListMachine machine = new ListMachine() {

			@Override
			public byte[] apply(LogItem item) {
				throw new IllegalStateException("Cannot be applied");
			}

		};
		node.machine = machine;
		node.applyNanos = 100_000_000;
		node.start();
		servers.assert20s(() -> node.status().appliedIndex() == 2);
		node.group().submit(LocalCluster.command("written"));
		servers.assert20s(() -> node.status().commitIndex() == 3);
		CompletableFuture<Integer> read = node.group()
			.read(ReadConsistency.LINEARIZABLE, Duration.ofSeconds(5), machine.commands::size);
		servers.assert20s(read::isDone);
		assertThat(read).isCompletedExceptionally();
	}

}
