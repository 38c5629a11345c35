package io.dongting.simulation.swarm;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.function.IntFunction;
import java.util.function.Supplier;

import io.dongting.raft.NotExecutedException;
import io.dongting.raft.RaftCallback;
import io.dongting.raft.RaftException;
import io.dongting.raft.RaftGroup;
import io.dongting.raft.RaftInput;
import io.dongting.raft.ReadConsistency;
import io.dongting.raft.ReadRequest;
import io.dongting.simulation.Coverage;
import io.dongting.simulation.SimulatedCluster;
import io.dongting.simulation.SimulatedNode;
import io.dongting.simulation.SimulationTrace;
import io.dongting.simulation.history.Action;
import io.dongting.simulation.history.Ending;
import io.dongting.simulation.history.HistoryRecorder;
import io.dongting.simulation.history.Operation;
import io.dongting.simulation.invariant.CommandWatch;
import io.dongting.simulation.invariant.InvariantViolation;
import org.jspecify.annotations.Nullable;

/**
 * Clients that live in the processes of all nodes and each do one thing after the other.
 * When a process ends, its clients never learn what became of what they had asked, and go
 * on elsewhere.
 */
final class KvClients implements SimulatedCluster.NodeListener {

	private static final long LOOK_NANOS = 200_000_000;

	/** Clients that wait for each other do less each. */
	private static final int MORE_IN_BURSTS = 6;

	/**
	 * How much longer than its timeout an answer may take, clocks that drift included.
	 */
	private static final long GRACE_NANOS = 1_000_000_000;

	private final SimulatedCluster cluster;

	private final String group;

	private final SwarmOptions options;

	private final IntFunction<KvMachine> machines;

	private final CommandWatch commands;

	private final SplittableRandom random;

	private final SimulationTrace trace;

	private final Coverage coverage;

	private final HistoryRecorder history;

	/** Not answered yet. */
	private final Set<Request> pending = new LinkedHashSet<>();

	private int written;

	/** The entry of what each client has written last. Looked up, never walked. */
	private final Map<Integer, Long> lastWrites = new HashMap<>();

	private final ClientHabits habits;

	private boolean stopped;

	private @Nullable InvariantViolation violation;

	/**
	 * Create the clients.
	 * @param machines the state machine of each node as it runs now
	 * @param commands is told what is asked and answered
	 */
	KvClients(SimulatedCluster cluster, String group, SwarmOptions options, IntFunction<KvMachine> machines,
			CommandWatch commands, SimulationTrace trace, Coverage coverage) {
		this.cluster = cluster;
		this.group = group;
		this.options = options;
		this.machines = machines;
		this.commands = commands;
		this.random = cluster.world().newRandom();
		this.trace = trace;
		this.coverage = coverage;
		this.habits = new ClientHabits(cluster.world(), group, options, this.random, coverage);
		this.history = new HistoryRecorder(cluster.world().clock()::nanoTime);
		cluster.addListener(this);
	}

	void begin() {
		int clients = this.options.clients() + (this.options.tempo().hasBursts() ? MORE_IN_BURSTS : 0);
		for (int client = 1; client <= clients; client++) {
			goOnLater(client);
		}
		lookForUnanswered();
	}

	/** While its process runs, every call is answered about when its time is up. */
	private void lookForUnanswered() {
		long nowNanos = this.cluster.world().clock().nanoTime();
		for (Request request : this.pending) {
			SimulatedNode node = this.cluster.node(request.nodeId);
			if (node.isClockStopped()) {
				request.overdueNanos = nowNanos + request.patienceNanos;
			}
			else if (node.isPaused()) {
				request.overdueNanos = Math.max(request.overdueNanos, nowNanos + GRACE_NANOS);
			}
			else if (nowNanos > request.overdueNanos) {
				request.violated("Not answered in time");
			}
		}
		this.cluster.world().schedule(LOOK_NANOS, this::lookForUnanswered);
	}

	/** Begin nothing new. */
	void stop() {
		this.stopped = true;
	}

	/** Return whether every operation on some nodes was answered. */
	boolean isIdle(Collection<SimulatedNode> nodes) {
		return this.pending.stream().noneMatch((request) -> nodes.contains(this.cluster.node(request.nodeId)));
	}

	List<Operation> history() {
		return this.history.operations();
	}

	/** Throw what went wrong with callbacks, if anything did. */
	void rethrow() {
		if (this.violation != null) {
			throw this.violation;
		}
	}

	List<String> describePending() {
		return this.pending.stream().map(Request::toString).toList();
	}

	private void goOnLater(int client) {
		goOnAfter(this.habits.pauseNanos(), client);
	}

	private void goOnAfter(long pauseNanos, int client) {
		this.cluster.world().schedule(pauseNanos, () -> goOn(client));
	}

	private void goOn(int client) {
		if (this.stopped) {
			return;
		}
		List<SimulatedNode> running = this.cluster.nodes().stream().filter((node) -> node.hosts(this.group)).toList();
		if (running.isEmpty()) {
			goOnLater(client);
			return;
		}
		SimulatedNode node = this.habits.whom(running);
		String key = "k" + this.random.nextInt(this.options.keys());
		ask(client, node, key, drawAction(client), drawTimeout());
	}

	/** Ask one thing of a node, as a client. */
	Asked ask(int client, SimulatedNode node, String key, Action action, Duration timeout) {
		Request request = new Request(client, node.nodeId(), key, action, timeout);
		this.pending.add(request);
		this.trace.add(node.nodeId(), "is asked", client, this.written, request);
		this.coverage.add("operations", 1);
		RaftGroup asked = node.group(this.group);
		Long ownWrite = this.lastWrites.get(client);
		if (action instanceof Action.Get && ownWrite != null && this.random.nextInt(4) == 0) {
			readOwnWrites(request, asked, ownWrite, timeout);
		}
		else if (action instanceof Action.Get) {
			read(request, asked, timeout);
		}
		else {
			byte[] body = KvCommand.of(key, action)
				.encode((this.options.paddingBytes() > 0) ? this.random.nextInt(this.options.paddingBytes()) : 0);
			request.asks(body);
			asked.submitLinearTask(new RaftInput(body, timeout), request);
		}
		return request;
	}

	private void read(Request request, RaftGroup asked, Duration timeout) {
		KvMachine machine = this.machines.apply(request.nodeId);
		boolean lease = this.options.leaseReads() && this.random.nextBoolean();
		ReadConsistency consistency = lease ? ReadConsistency.LEASE : ReadConsistency.LINEARIZABLE;
		this.trace.add(request.nodeId, "reads", request.client, consistency.ordinal(), consistency);
		long knownIndex = lease ? this.commands.knownIndexUnderLease() : this.commands.knownIndex();
		Supplier<Seen> reader = () -> {
			this.commands.reads(request.nodeId, machine.lastIndex(), knownIndex);
			return new Seen(machine.lastIndex(), new Ending.Read(machine.get(request.key)));
		};
		CompletableFuture<Seen> read = (lease && this.random.nextBoolean()) ? readOnceFresh(asked, timeout, reader)
				: asked.read(consistency, timeout, reader::get);
		read.whenComplete((seen, failure) -> {
			if (seen != null) {
				this.coverage.add(lease ? "lease reads" : "linearizable reads", 1);
				this.commands.read(seen.index);
				request.ended(seen.ending);
			}
			else {
				request.readFailed(failure);
			}
		});
	}

	private CompletableFuture<Seen> readOnceFresh(RaftGroup asked, Duration timeout, Supplier<Seen> reader) {
		CompletableFuture<Long> fresh = asked.awaitReadable(ReadConsistency.LEASE, timeout);
		if (fresh.isDone() && !fresh.isCompletedExceptionally()) {
			this.coverage.add("lease reads without the group", 1);
		}
		return fresh.thenApply((index) -> reader.get());
	}

	/**
	 * Whichever node is asked, it shows what the client itself has written last, or a
	 * later state, but not necessarily what others have written: the history is not to
	 * explain it.
	 */
	private void readOwnWrites(Request request, RaftGroup asked, long ownWrite, Duration timeout) {
		KvMachine machine = this.machines.apply(request.nodeId);
		this.trace.add(request.nodeId, "reads", request.client, ownWrite, "own writes");
		if (machine.lastIndex() < ownWrite) {
			this.coverage.add("reads that wait for an own write", 1);
		}
		asked.read(ReadRequest.atLeast(ownWrite, timeout), () -> {
			this.commands.reads(request.nodeId, machine.lastIndex(), ownWrite);
			return machine.lastIndex();
		}).whenComplete((index, failure) -> {
			if (index != null) {
				this.coverage.add("reads of own writes", 1);
				this.commands.read(index);
				request.ended(new Ending.NotExecuted());
			}
			else {
				request.readFailed(failure);
			}
		});
	}

	private Duration drawTimeout() {
		long most = this.options.operationTimeout().toNanos();
		return Duration.ofNanos(most / 4 + this.random.nextLong(most));
	}

	private Action drawAction(int client) {
		String value = "c" + client + "-" + ++this.written + ";";
		return switch (this.random.nextInt(12)) {
			case 0, 1, 2, 3 -> new Action.Get();
			case 4, 5, 6 -> new Action.Put(value);
			case 7, 8 -> new Action.Append(value);
			case 9, 10 -> new Action.Cas(drawExpected(), value);
			default -> new Action.Delete();
		};
	}

	/** Mostly a value that some node has, so that a good part succeeds. */
	private @Nullable String drawExpected() {
		List<String> candidates = new ArrayList<>();
		for (SimulatedNode node : this.cluster.nodes()) {
			if (node.hosts(this.group)) {
				candidates.addAll(this.machines.apply(node.nodeId()).values().values());
			}
		}
		return candidates.isEmpty() ? null : candidates.get(this.random.nextInt(candidates.size()));
	}

	@Override
	public void started(SimulatedNode node) {
		// clients find it by themselves
	}

	@Override
	public void ended(SimulatedNode node) {
		this.pending.stream()
			.filter((request) -> request.nodeId == node.nodeId())
			.toList()
			.forEach((request) -> request.ended(new Ending.Unknown()));
	}

	@Override
	public void failed(SimulatedNode node, String source, Throwable failure) {
		// nothing that a client would learn of
	}

	/** Something a client has asked for. */
	interface Asked {

		/** Return whether it was done or read. */
		boolean hasSucceeded();

	}

	/** One operation under way, and its callback. */
	private final class Request implements RaftCallback, Asked {

		private final int client;

		private final int nodeId;

		private final String key;

		private final Action action;

		private final HistoryRecorder.Invocation invocation;

		/** When at the latest it should have been answered. */
		private long overdueNanos;

		private final long patienceNanos;

		private byte[] body = {};

		private boolean succeeded;

		Request(int client, int nodeId, String key, Action action, Duration timeout) {
			this.client = client;
			this.nodeId = nodeId;
			this.key = key;
			this.action = action;
			this.invocation = KvClients.this.history.invoke(client, key, action);
			this.patienceNanos = timeout.toNanos() * 11 / 10 + GRACE_NANOS;
			this.overdueNanos = KvClients.this.cluster.world().clock().nanoTime() + this.patienceNanos;
		}

		/**
		 * What is written is written by one client only, once; deletions are all alike.
		 */
		void asks(byte[] body) {
			this.body = body;
			if (this.client > 0 && !(this.action instanceof Action.Delete)) {
				KvClients.this.commands.asked(body);
			}
		}

		@Override
		public void completed(long index, byte[] result) {
			KvClients.this.commands.acknowledged(this.body, index);
			if (this.client > 0) {
				KvClients.this.lastWrites.put(this.client, index);
			}
			ended(endingOf(new String(result, StandardCharsets.UTF_8)));
		}

		private Ending endingOf(String result) {
			if (this.action instanceof Action.Put) {
				return new Ending.Written();
			}
			if (this.action instanceof Action.Append) {
				return new Ending.Appended(Integer.parseInt(result));
			}
			return (this.action instanceof Action.Cas) ? new Ending.Swapped(Boolean.parseBoolean(result))
					: new Ending.Deleted(Boolean.parseBoolean(result));
		}

		@Override
		public void failed(RaftException cause) {
			boolean refused = cause instanceof NotExecutedException;
			KvClients.this.coverage.add(refused ? "refused" : "unknown", 1);
			if (cause instanceof NotExecutedException refusal) {
				KvClients.this.coverage.add("refused, " + refusal.reason(), 1);
				KvClients.this.commands.refused(this.body);
			}
			ended(refused ? new Ending.NotExecuted() : new Ending.Unknown());
		}

		void readFailed(@Nullable Throwable failure) {
			Throwable cause = (failure instanceof CompletionException) ? failure.getCause() : failure;
			if (!(cause instanceof NotExecutedException)) {
				violated("A read ends with " + cause);
			}
			KvClients.this.coverage.add("reads refused", 1);
			ended(new Ending.NotExecuted());
		}

		void ended(Ending ending) {
			if (KvClients.this.pending.remove(this)) {
				this.succeeded = !(ending instanceof Ending.NotExecuted || ending instanceof Ending.Unknown);
				KvClients.this.trace.add(this.nodeId, "ends", this.client, KvClients.this.written,
						new Ended(this, ending));
				this.invocation.end(ending);
				boolean refused = ending instanceof Ending.NotExecuted;
				ClientHabits habits = KvClients.this.habits;
				goOnAfter(refused ? habits.pauseAfterRefusalNanos() : habits.pauseNanos(), this.client);
			}
			else {
				violated("Answered twice, now with " + ending);
			}
		}

		@Override
		public boolean hasSucceeded() {
			return this.succeeded;
		}

		private void violated(String what) {
			if (KvClients.this.violation == null) {
				KvClients.this.violation = new InvariantViolation(what + ": " + this);
			}
		}

		@Override
		public String toString() {
			return "client " + this.client + " on node " + this.nodeId + " " + this.action + " of " + this.key;
		}

	}

	/** What a read has seen, and as of which entry. */
	private record Seen(long index, Ending.Read ending) {

	}

	/** For the trace, which seldom wants the text. */
	private record Ended(Request request, Ending ending) {

		@Override
		public String toString() {
			return this.request + ": " + this.ending;
		}

	}

}
