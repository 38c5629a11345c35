package io.dongting.spring.test;

import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Set;
import java.util.function.Supplier;

import io.dongting.raft.StateMachine;
import io.dongting.spring.statemachine.TypedStateMachine;
import io.dongting.spring.statemachine.ValueCodecs;

/**
 * Where the state machines of a test come from.
 */
final class StateMachineSource {

	private final String group;

	private final Supplier<?> factory;

	private final ValueCodecs codecs = ValueCodecs.builtIn();

	private final Set<Object> made = Collections.newSetFromMap(new IdentityHashMap<>());

	/**
	 * Create the source.
	 * @param group the name of the group
	 * @param factory makes a new state machine each time
	 */
	StateMachineSource(String group, Supplier<?> factory) {
		this.group = group;
		this.factory = factory;
	}

	String group() {
		return this.group;
	}

	/**
	 * Make one more state machine.
	 */
	TypedStateMachine create() {
		Object machine = this.factory.get();
		if (machine == null) {
			throw new IllegalStateException("The state machine is null");
		}
		if (machine instanceof StateMachine) {
			throw new IllegalStateException(machine.getClass().getName() + " implements StateMachine. @RaftTest is for "
					+ "those with commands and queries; others are tested with a SimulatedCluster.");
		}
		if (!this.made.add(machine)) {
			throw new IllegalStateException("The same " + machine.getClass().getName()
					+ " was returned twice: every node needs a new one at each start.");
		}
		return TypedStateMachine.of(machine, this.codecs);
	}

}
