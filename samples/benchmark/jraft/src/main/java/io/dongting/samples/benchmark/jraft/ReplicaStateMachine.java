package io.dongting.samples.benchmark.jraft;

import com.alipay.sofa.jraft.Closure;
import com.alipay.sofa.jraft.Iterator;
import com.alipay.sofa.jraft.Status;
import com.alipay.sofa.jraft.core.StateMachineAdapter;
import io.dongting.samples.benchmark.contest.Replica;

/**
 * Drives the state of a group on a node.
 */
final class ReplicaStateMachine extends StateMachineAdapter {

	private final Replica replica;

	ReplicaStateMachine(Replica replica) {
		this.replica = replica;
	}

	@Override
	public void onApply(Iterator entries) {
		while (entries.hasNext()) {
			this.replica.apply(entries.getData());
			Closure done = entries.done();
			if (done != null) {
				done.run(Status.OK());
			}
			entries.next();
		}
	}

}
