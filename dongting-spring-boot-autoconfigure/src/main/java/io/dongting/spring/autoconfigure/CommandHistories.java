package io.dongting.spring.autoconfigure;

import java.nio.file.Path;
import java.util.Set;

import io.dongting.raft.StateMachine;
import io.dongting.spring.autoconfigure.properties.RaftProperties;
import io.dongting.spring.autoconfigure.properties.RaftStorage;
import io.dongting.spring.statemachine.TypedStateMachine;

/**
 * Lets typed state machines remember their commands beside the data of their groups, so
 * that the data of a group that is set aside takes them along.
 */
class CommandHistories {

	private final RaftStorage storage;

	private final Path dataDirectory;

	CommandHistories(RaftProperties properties) {
		this.storage = properties.storage();
		this.dataDirectory = properties.dataDirectory();
	}

	/**
	 * Let a state machine remember its commands.
	 * @param group the name of its group
	 * @param stateMachine the state machine; nothing is kept of one that is not typed
	 * @param retired the ids of its former commands
	 */
	void keep(String group, StateMachine stateMachine, Set<String> retired) {
		if (this.storage == RaftStorage.DISK && stateMachine instanceof TypedStateMachine typed) {
			typed.keepHistory(group, this.dataDirectory.resolve("groups").resolve(group), retired);
		}
	}

}
