package io.dongting.spring.statemachine;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import io.dongting.raft.GroupStatus;
import io.dongting.raft.LogItem;
import io.dongting.raft.OutcomeUnknownException;
import io.dongting.raft.RaftCallback;
import io.dongting.raft.RaftException;
import io.dongting.raft.RaftInput;
import io.dongting.raft.ReadConsistency;
import io.dongting.raft.ReadRequest;
import io.dongting.raft.StateMachine;
import io.dongting.spring.UnusedRaftGroup;
import io.dongting.spring.actuate.StatusGroups;
import org.jspecify.annotations.Nullable;

/**
 * A group of one node without a log: applies each command at once on its own thread.
 */
final class LoopbackGroup extends UnusedRaftGroup implements AutoCloseable {

	static final long TERM = 3;

	static final long TIMESTAMP_MILLIS = 1_700_000_000_000L;

	final List<byte[]> bodies = new ArrayList<>();

	final List<ReadConsistency> reads = new ArrayList<>();

	final List<ReadConsistency> waits = new ArrayList<>();

	private final Queue<byte[]> unapplied = new ConcurrentLinkedQueue<>();

	private final ExecutorService turn = Executors.newSingleThreadExecutor((task) -> new Thread(task, "apply-turn"));

	private @Nullable StateMachine stateMachine;

	private @Nullable RaftException refusal;

	private boolean silent;

	volatile boolean statusAsked;

	private volatile @Nullable Throwable stoppedBy;

	private long index;

	void drive(StateMachine stateMachine) {
		this.stateMachine = stateMachine;
	}

	/** An entry that is committed, and applied when somebody waits for that. */
	void lagBehind(byte[] body) {
		this.unapplied.add(body);
	}

	/** From now on fail every command and read. */
	void refuseWith(RaftException refusal) {
		this.refusal = refusal;
	}

	/** From now on answer nothing at all. */
	void fallSilent() {
		this.silent = true;
	}

	@Nullable Throwable stoppedBy() {
		return this.stoppedBy;
	}

	@Override
	public String name() {
		return "loopback";
	}

	@Override
	public int groupId() {
		return 1;
	}

	@Override
	public void submitLinearTask(RaftInput input, RaftCallback callback) {
		this.bodies.add(input.body());
		if (this.silent) {
			return;
		}
		if (this.refusal != null) {
			callback.failed(this.refusal);
			return;
		}
		this.turn.execute(() -> apply(input, callback));
	}

	private void apply(RaftInput input, RaftCallback callback) {
		try {
			LogItem item = item(input.body());
			callback.appended(this.index);
			if (callback.tracesDurability()) {
				callback.durable(this.index);
			}
			callback.committed(this.index);
			byte[] result = this.stateMachine.apply(item);
			callback.completed(this.index, result);
		}
		catch (Throwable ex) {
			this.stoppedBy = ex;
			callback.failed(new OutcomeUnknownException("stopped by " + ex));
		}
	}

	private LogItem item(byte[] body) {
		return new LogItem(++this.index, TERM, TIMESTAMP_MILLIS, ByteBuffer.wrap(body).asReadOnlyBuffer());
	}

	@Override
	public <T> CompletableFuture<T> read(ReadRequest request, Callable<T> reader) {
		this.reads.add(request.consistency());
		return onTurn(reader);
	}

	@Override
	public CompletableFuture<Long> awaitReadable(ReadRequest request) {
		this.waits.add(request.consistency());
		return onTurn(() -> {
			for (byte[] body = this.unapplied.poll(); body != null; body = this.unapplied.poll()) {
				this.stateMachine.apply(item(body));
			}
			return this.index;
		});
	}

	private <T> CompletableFuture<T> onTurn(Callable<T> task) {
		CompletableFuture<T> future = new CompletableFuture<>();
		if (this.silent) {
			return future;
		}
		if (this.refusal != null) {
			future.completeExceptionally(this.refusal);
			return future;
		}
		this.turn.execute(() -> {
			try {
				future.complete(task.call());
			}
			catch (Throwable ex) {
				future.completeExceptionally(ex);
			}
		});
		return future;
	}

	@Override
	public GroupStatus status() {
		this.statusAsked = true;
		return StatusGroups.leader(name());
	}

	@Override
	public void close() {
		this.turn.shutdownNow();
	}

}
