package io.dongting.samples.benchmark.jraft;

import com.alipay.sofa.jraft.Node;
import com.alipay.sofa.jraft.RaftGroupService;
import io.dongting.samples.benchmark.contest.Replica;

/**
 * A group on a node.
 *
 * @param service runs it
 * @param node the group's part of the node
 * @param replica its state there
 */
record HostedGroup(RaftGroupService service, Node node, Replica replica) {

	boolean leads() {
		return this.node.isLeader(false);
	}

	boolean knowsLeader() {
		return this.node.getLeaderId() != null;
	}

}
