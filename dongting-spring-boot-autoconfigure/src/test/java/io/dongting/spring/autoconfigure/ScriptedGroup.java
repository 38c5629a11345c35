package io.dongting.spring.autoconfigure;

import java.nio.ByteBuffer;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;

import io.dongting.raft.GroupStatus;
import io.dongting.raft.LogItem;
import io.dongting.raft.RaftCallback;
import io.dongting.raft.RaftException;
import io.dongting.raft.RaftInput;
import io.dongting.raft.ReadRequest;
import io.dongting.raft.StateMachine;
import io.dongting.spring.UnusedRaftGroup;
import io.dongting.spring.actuate.StatusGroups;
import org.jspecify.annotations.Nullable;

/**
 * The group {@code counter} as its leader, node 1, sees it. It answers when the test says
 * so.
 */
final class ScriptedGroup extends UnusedRaftGroup {

	static final GroupStatus STATUS = StatusGroups.leader("counter");

	final List<byte[]> submitted = new ArrayList<>();

	final Deque<RaftCallback> waiting = new ArrayDeque<>();

	int reads;

	private final StateMachine machine;

	ScriptedGroup(StateMachine machine) {
		this.machine = machine;
	}

	void apply(byte[] body) {
		try {
			this.machine.apply(new LogItem(1, STATUS.term(), 0, ByteBuffer.wrap(body)));
		}
		catch (Exception ex) {
			throw new IllegalStateException(ex);
		}
	}

	/** Answer what has waited longest, applied if there is no reason against it. */
	void answer(@Nullable RaftException refusal) {
		RaftCallback callback = this.waiting.remove();
		if (refusal != null) {
			callback.failed(refusal);
			return;
		}
		apply(this.submitted.get(this.submitted.size() - 1));
		callback.completed(1, new byte[0]);
	}

	@Override
	public String name() {
		return STATUS.group();
	}

	@Override
	public int groupId() {
		return STATUS.groupId();
	}

	@Override
	public void submitLinearTask(RaftInput input, RaftCallback callback) {
		this.submitted.add(input.body());
		this.waiting.add(callback);
	}

	@Override
	public <T> CompletableFuture<T> read(ReadRequest request, Callable<T> reader) {
		this.reads++;
		try {
			return CompletableFuture.completedFuture(reader.call());
		}
		catch (Exception ex) {
			return CompletableFuture.failedFuture(ex);
		}
	}

	@Override
	public GroupStatus status() {
		return STATUS;
	}

}
