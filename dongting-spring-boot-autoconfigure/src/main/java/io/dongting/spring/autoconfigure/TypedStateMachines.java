package io.dongting.spring.autoconfigure;

import java.lang.ref.WeakReference;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

import io.dongting.raft.StateMachine;
import io.dongting.spring.autoconfigure.properties.RaftProperties;
import io.dongting.spring.autoconfigure.properties.RaftStorage;
import io.dongting.spring.statemachine.TypedStateMachine;
import org.jspecify.annotations.Nullable;

/**
 * The typed state machines of this node by their groups. They remember their commands
 * beside the data of the groups, so that data that is set aside takes them along. One
 * whose group was removed is forgotten as soon as nobody else has it. Thread-safe.
 */
class TypedStateMachines {

	private final RaftStorage storage;

	private final Path dataDirectory;

	private final Map<String, WeakReference<TypedStateMachine>> machines = new ConcurrentHashMap<>();

	TypedStateMachines(RaftProperties properties) {
		this.storage = properties.storage();
		this.dataDirectory = properties.dataDirectory();
	}

	/**
	 * Add the state machine of a group. One that a group of the same name had before, and
	 * that somebody may still have, writes nothing more into the data of the group.
	 * @param group the name of the group
	 * @param stateMachine its state machine; nothing is done with one that is not typed
	 * @param retired the ids of its former commands
	 * @throws io.dongting.spring.statemachine.InvalidStateMachineException if an entry of
	 * the log could not be applied
	 */
	void add(String group, StateMachine stateMachine, Set<String> retired) {
		TypedStateMachine former = find(group);
		if (former != null && former != stateMachine) {
			former.endHistory();
		}
		if (stateMachine instanceof TypedStateMachine typed) {
			if (this.storage == RaftStorage.DISK) {
				typed.keepHistory(group, this.dataDirectory.resolve("groups").resolve(group), retired);
			}
			this.machines.values().removeIf((machine) -> machine.refersTo(null));
			this.machines.put(group, new WeakReference<>(typed));
		}
	}

	@Nullable TypedStateMachine find(String group) {
		WeakReference<TypedStateMachine> machine = this.machines.get(group);
		return (machine != null) ? machine.get() : null;
	}

}
