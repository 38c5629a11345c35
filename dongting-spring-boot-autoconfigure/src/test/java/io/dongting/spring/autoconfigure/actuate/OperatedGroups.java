package io.dongting.spring.autoconfigure.actuate;

import java.io.IOException;
import java.io.InputStream;

import io.dongting.raft.LogItem;
import io.dongting.raft.Snapshot;
import io.dongting.raft.SnapshotStateMachine;
import io.dongting.raft.StateMachineFactory;
import io.dongting.spring.autoconfigure.Machines.CounterMachine;

import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

/**
 * The state machines of the nodes of an {@link OperatedCluster}: one of the group
 * {@code counter}, which cannot be saved, and more of groups that are added at runtime,
 * which can.
 */
@Configuration(proxyBeanMethods = false)
@Import(CounterMachine.class)
class OperatedGroups {

	@Bean
	StateMachineFactory moreMachines() {
		return (group) -> group.startsWith("more") ? new LastIndex() : null;
	}

	/** Knows what was applied last. */
	static final class LastIndex implements SnapshotStateMachine {

		private int index;

		@Override
		public byte[] apply(LogItem item) {
			this.index = (int) item.index();
			return new byte[0];
		}

		@Override
		public Snapshot takeSnapshot() {
			int frozen = this.index;
			return (target) -> target.write(frozen);
		}

		@Override
		public void loadSnapshot(InputStream source) throws IOException {
			this.index = source.read();
		}

	}

}
