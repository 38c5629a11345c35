package io.dongting.simulation.invariant;

import java.util.Map;
import java.util.TreeMap;

import io.dongting.raft.transport.InstallReq;
import io.dongting.raft.transport.InstallResp;
import io.dongting.raft.transport.Message;
import io.dongting.simulation.Coverage;

/**
 * Takes down what becomes of snapshots on their way between nodes.
 */
final class TransferWatch {

	private final Coverage coverage;

	/** Whether the last that was sent to a node was a question how much it has. */
	private final Map<Integer, Boolean> asked = new TreeMap<>();

	TransferWatch(Coverage coverage) {
		this.coverage = coverage;
	}

	void sent(int to, Message message) {
		if (message instanceof InstallReq request) {
			boolean question = request.block().isEmpty();
			if (!question && request.offset() > 0 && this.asked.getOrDefault(to, false)) {
				this.coverage.add("installs resumed", 1);
			}
			this.asked.put(to, question);
		}
		else if (message instanceof InstallResp answer && answer.result() == InstallResp.Result.COVERED) {
			this.coverage.add("installs that ended", 1);
		}
	}

}
