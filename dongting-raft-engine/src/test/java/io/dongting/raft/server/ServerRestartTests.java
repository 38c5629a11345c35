package io.dongting.raft.server;

import io.dongting.raft.server.VirtualServers.Node;
import org.junit.jupiter.api.Test;

class ServerRestartTests {

	/** It has to wait until its own promise of before is over, and then to go on (R7). */
	@Test
	void singleNodeLeadsAgainAfterRestart() {
		VirtualServers servers = new VirtualServers(1);
		Node node = servers.nodes.get(1);
		node.start();
		servers.assert20s(node::leads);
		node.kill();
		node.start();
		servers.assert20s(node::leads);
	}

}
