package io.dongting.spring.autoconfigure;

import java.util.List;
import java.util.Set;

import io.dongting.raft.RaftGroupOptions;
import io.dongting.raft.StateMachine;
import io.dongting.raft.StateMachineFactory;
import org.jspecify.annotations.Nullable;

/**
 * All factories of an application as one: the first that has a state machine for a group
 * gives it.
 */
final class RuntimeStateMachines implements StateMachineFactory {

	private final List<StateMachineFactory> factories;

	private final RaftGroupOptions options;

	private final TypedStateMachines machines;

	private RuntimeStateMachines(List<StateMachineFactory> factories, RaftGroupOptions options,
			TypedStateMachines machines) {
		this.factories = factories;
		this.options = options;
		this.machines = machines;
	}

	/**
	 * Combine factories.
	 * @param factories the factories in order
	 * @param options how groups behave of which no factory says it
	 * @param machines where the state machines are added that are typed
	 * @return what asks them all, {@link StateMachineFactory#NONE} if there are none
	 */
	static StateMachineFactory of(List<StateMachineFactory> factories, RaftGroupOptions options,
			TypedStateMachines machines) {
		return factories.isEmpty() ? NONE : new RuntimeStateMachines(List.copyOf(factories), options, machines);
	}

	@Override
	public @Nullable StateMachine create(String group) {
		for (StateMachineFactory factory : this.factories) {
			StateMachine machine = factory.create(group);
			if (machine != null) {
				this.machines.add(group, machine, Set.of());
				return machine;
			}
		}
		return null;
	}

	@Override
	public RaftGroupOptions options(String group) {
		for (StateMachineFactory factory : this.factories) {
			RaftGroupOptions own = factory.options(group);
			if (!own.equals(RaftGroupOptions.DEFAULTS)) {
				return own;
			}
		}
		return this.options;
	}

}
