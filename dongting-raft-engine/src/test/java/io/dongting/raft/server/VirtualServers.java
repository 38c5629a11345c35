package io.dongting.raft.server;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.UUID;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Executor;
import java.util.function.BooleanSupplier;
import java.util.function.IntFunction;
import java.util.function.Predicate;
import java.util.function.Supplier;

import io.dongting.fiber.Dispatcher;
import io.dongting.fiber.DispatcherOptions;
import io.dongting.fiber.FailureHandler;
import io.dongting.fiber.VirtualDispatcher;
import io.dongting.fiber.VirtualTime;
import io.dongting.raft.GroupStatus;
import io.dongting.raft.HostPort;
import io.dongting.raft.LogItem;
import io.dongting.raft.RaftGroup;
import io.dongting.raft.RaftGroupConfig;
import io.dongting.raft.RaftGroupOptions;
import io.dongting.raft.RaftRole;
import io.dongting.raft.RaftServerConfig;
import io.dongting.raft.Snapshot;
import io.dongting.raft.SnapshotOptions;
import io.dongting.raft.SnapshotStateMachine;
import io.dongting.raft.StateMachine;
import io.dongting.raft.StateMachineFactory;
import io.dongting.raft.core.RaftGroupImpl;
import io.dongting.raft.core.meter.GroupMeters;
import io.dongting.raft.log.journal.JournalConfiguration;
import io.dongting.raft.storage.FileSystem;
import io.dongting.raft.transport.AnswerSink;
import io.dongting.raft.transport.Message;
import io.dongting.raft.transport.MessageCodec;
import io.dongting.raft.transport.Transport;
import io.dongting.raft.transport.TransportListener;
import io.dongting.simulation.SimulatedFileSystem;
import org.jspecify.annotations.Nullable;

/**
 * Whole servers on one thread in virtual time, with one group unless told otherwise. What
 * a test wants to go wrong it says itself; by itself nothing does.
 */
final class VirtualServers {

	private static final long NETWORK_NANOS = 500_000;

	final VirtualTime world = new VirtualTime(1);

	final TreeMap<Integer, Node> nodes = new TreeMap<>();

	private final TreeMap<Integer, HostPort> addresses = new TreeMap<>();

	private final MessageCodec codec = new MessageCodec(MessageCodec.LARGEST_MESSAGE_BYTES);

	RaftGroupOptions options = options(64 * 1024 * 1024, 16 * 1024 * 1024, 512 * 1024);

	List<String> groups = List.of("list");

	/** Gives nodes that start from now on the state machines of added groups. */
	StateMachineFactory factory = StateMachineFactory.NONE;

	/** Makes the state machine of each start but the first. */
	Supplier<StateMachine> machines = ListMachine::new;

	/** Measures the groups of nodes that start from now on. */
	IntFunction<GroupMeters.Source> meters = (nodeId) -> GroupMeters.Source.NONE;

	/** Messages that get lost. */
	Predicate<Message> lost = (message) -> false;

	VirtualServers(int size) {
		for (int id = 1; id <= size; id++) {
			this.addresses.put(id, new HostPort("node" + id, 7000));
			this.nodes.put(id, new Node(id));
		}
	}

	/** Small segments, since each of them lies in memory whole. */
	static RaftGroupOptions options(long maxPendingBytes, long windowBytes, int maxBatchBytes) {
		RaftGroupOptions defaults = RaftGroupOptions.DEFAULTS;
		return new RaftGroupOptions(defaults.electionTimeout(), defaults.leasePromise(), defaults.heartbeatInterval(),
				defaults.maxPendingTasks(), maxPendingBytes, 64 * 1024, maxBatchBytes, defaults.windowMessages(),
				windowBytes, defaults.applyBatchBytes(), 1024 * 1024, defaults.cacheBytes());
	}

	/** Nodes that start from now on are not told of this one. */
	void forget(int nodeId) {
		this.addresses.remove(nodeId);
	}

	/** Let all nodes have snapshots. */
	void withSnapshots(SnapshotOptions snapshots) {
		this.options = this.options.withSnapshots(snapshots);
		this.machines = SavingListMachine::new;
		this.nodes.values().forEach((node) -> node.machine = this.machines.get());
	}

	void startAll() {
		this.nodes.values().forEach(Node::start);
	}

	Node leader() {
		return this.nodes.values().stream().filter(Node::leads).findFirst().orElseThrow();
	}

	Node leaderElected() {
		assert20s(() -> this.nodes.values().stream().anyMatch(Node::leads));
		return leader();
	}

	List<Node> followers() {
		return this.nodes.values().stream().filter((node) -> !node.leads()).toList();
	}

	/** Let time pass until something is so, which it has to be within 20 s. */
	void assert20s(BooleanSupplier condition) {
		if (!this.world.runUntil(condition, Duration.ofSeconds(20))) {
			throw new AssertionError("Not within 20 s");
		}
	}

	void cut(Node from, Node to) {
		from.carrier().closeLink(to.id);
	}

	final class Node {

		final int id;

		final SimulatedFileSystem disk = new SimulatedFileSystem();

		final ArrayDeque<Runnable> heldStorage = new ArrayDeque<>();

		StateMachine machine = new ListMachine();

		/** How many rounds of each group ended with a look at everything. */
		final TreeMap<String, Integer> flushes = new TreeMap<>();

		/** Messages that sending fails at. */
		Predicate<Message> unsendable = (message) -> false;

		/** Storage does nothing until it is let go. */
		boolean storageHeld;

		/** How long storage needs for whatever it is told to do. */
		long storageNanos = 200_000;

		/** How long the state machine needs. */
		long applyNanos;

		/** How long the server needs until it opens the next group. */
		Duration openingTime = Duration.ZERO;

		private @Nullable RaftServer server;

		private @Nullable VirtualDispatcher dispatcher;

		private @Nullable Carrier carrier;

		Node(int id) {
			this.id = id;
		}

		void start() {
			List<RaftGroupDefinition> definitions = new ArrayList<>();
			for (String name : VirtualServers.this.groups) {
				definitions.add(new RaftGroupDefinition(new RaftGroupConfig(name, definitions.size() + 1,
						new TreeSet<>(VirtualServers.this.addresses.keySet()), Collections.emptySortedSet(),
						VirtualServers.this.options), this.machine));
			}
			RaftServer started = new RaftServer(
					new RaftServerConfig(this.id, VirtualServers.this.addresses,
							VirtualServers.this.addresses.get(this.id)),
					definitions, VirtualServers.this.factory, new World(this));
			this.server = started;
			started.start();
		}

		/** End the process: what was not synced is lost, nothing more is done or said. */
		void kill() {
			VirtualDispatcher ending = this.dispatcher;
			Carrier closing = this.carrier;
			this.dispatcher = null;
			this.carrier = null;
			this.server = null;
			if (ending != null && closing != null) {
				ending.kill();
				closing.close();
			}
			this.heldStorage.clear();
			this.disk.crash(new SplittableRandom(1));
			this.storageHeld = false;
			this.machine = VirtualServers.this.machines.get();
		}

		RaftServer server() {
			return Objects.requireNonNull(this.server, "Node " + this.id + " does not run");
		}

		GroupStatus status() {
			return group(VirtualServers.this.groups.get(0)).status();
		}

		RaftGroup group() {
			return group("list");
		}

		RaftGroup group(String name) {
			return server().group(name);
		}

		/** Return which replica of the group it is. */
		UUID replica() {
			return Objects.requireNonNull(((RaftGroupImpl) group()).inspection()).replica();
		}

		List<String> commands() {
			return ((ListMachine) this.machine).commands;
		}

		boolean leads() {
			return this.server != null && status().role() == RaftRole.LEADER;
		}

		/**
		 * Let requests arrive together, as if another node had sent them.
		 * @param from the other node
		 * @param requests the requests
		 * @return the answers, as they come
		 */
		List<Message> receives(int from, Message... requests) {
			List<Message> answers = new ArrayList<>();
			TransportListener told = Objects.requireNonNull(carrier().listener);
			for (Message request : requests) {
				told.requestReceived(from, request, answers::add);
			}
			return answers;
		}

		Carrier carrier() {
			if (this.carrier == null) {
				throw new IllegalStateException("Node " + this.id + " does not run");
			}
			return this.carrier;
		}

		void releaseStorage() {
			this.storageHeld = false;
			List<Runnable> tasks = List.copyOf(this.heldStorage);
			this.heldStorage.clear();
			tasks.forEach((task) -> VirtualServers.this.world.schedule(this.storageNanos, task));
		}

		private void onStorage(VirtualDispatcher process, Runnable task) {
			if (this.storageHeld) {
				this.heldStorage.add(task);
			}
			else {
				later(process, this.storageNanos, task);
			}
		}

		private void later(VirtualDispatcher process, long nanos, Runnable task) {
			VirtualServers.this.world.schedule(nanos, () -> {
				if (!process.isKilled()) {
					task.run();
				}
			});
		}

	}

	/** Remembers every command. */
	static class ListMachine implements StateMachine {

		final List<String> commands = new ArrayList<>();

		@Override
		public byte[] apply(LogItem item) {
			this.commands.add(StandardCharsets.UTF_8.decode(item.body()).toString());
			return String.valueOf(this.commands.size()).getBytes(StandardCharsets.UTF_8);
		}

	}

	/** Remembers every command in snapshots too. */
	static final class SavingListMachine extends ListMachine implements SnapshotStateMachine {

		int applied;

		int loaded;

		boolean failing;

		@Override
		public byte[] apply(LogItem item) {
			this.applied++;
			return super.apply(item);
		}

		@Override
		public Snapshot takeSnapshot() {
			byte[] frozen = String.join("\n", this.commands).getBytes(StandardCharsets.UTF_8);
			return (target) -> {
				target.write(frozen);
				if (this.failing) {
					throw new IOException("It was told to fail");
				}
			};
		}

		@Override
		public void loadSnapshot(InputStream source) throws IOException {
			this.commands.clear();
			this.commands.addAll(List.of(new String(source.readAllBytes(), StandardCharsets.UTF_8).split("\n")));
			this.loaded++;
		}

	}

	private final class World implements RaftEnvironment {

		private final Node node;

		private final VirtualDispatcher process;

		World(Node node) {
			this.node = node;
			this.process = new VirtualDispatcher(VirtualServers.this.world, "node" + node.id,
					DispatcherOptions.defaults());
			node.dispatcher = this.process;
		}

		@Override
		public NodeDirectory openDirectory() {
			return new NodeDirectory() {

				@Override
				public FileSystem files() {
					return World.this.node.disk;
				}

				@Override
				public String description() {
					return "disk of node " + World.this.node.id;
				}

				@Override
				public void close() {
					World.this.node.heldStorage.clear();
				}

			};
		}

		@Override
		public int dispatcherCount() {
			return 1;
		}

		@Override
		public Dispatcher startDispatcher(String name, FailureHandler failureHandler) {
			return new FlushCountingDispatcher(this.process, this.node.flushes);
		}

		@Override
		public Executor storageExecutor() {
			return (task) -> this.node.onStorage(this.process, task);
		}

		@Override
		public FailureHandler failureHandler() {
			return FailureHandler.logging();
		}

		@Override
		public Executor applyExecutor(RaftGroupConfig group) {
			return (task) -> this.node.later(this.process, this.node.applyNanos, task);
		}

		@Override
		public Executor listenerExecutor() {
			return (task) -> this.node.later(this.process, 0, task);
		}

		@Override
		public Transport createTransport(int nodeId, long startNumber, @Nullable HostPort listen) {
			Carrier carrier = new Carrier(this.node);
			this.node.carrier = carrier;
			return carrier;
		}

		@Override
		public SplittableRandom newRandom() {
			if (!this.node.openingTime.isZero()) {
				VirtualServers.this.world.advance(this.node.openingTime);
			}
			return VirtualServers.this.world.newRandom();
		}

		/** Small, since it lies in memory. */
		@Override
		public JournalConfiguration journal() {
			return new JournalConfiguration(512 * 1024, 3, 64 * 1024);
		}

		@Override
		public GroupMeters.Source meters() {
			return VirtualServers.this.meters.apply(this.node.id);
		}

		@Override
		public UUID newUuid() {
			SplittableRandom random = VirtualServers.this.world.newRandom();
			return new UUID(random.nextLong(), random.nextLong());
		}

		@Override
		public void close() {
			this.process.kill();
		}

	}

	/** Links that open at once and again when they were cut, and keep the order. */
	final class Carrier implements Transport {

		private final Node node;

		private final TreeSet<Integer> wanted = new TreeSet<>();

		private final TreeMap<Integer, Carrier> links = new TreeMap<>();

		private @Nullable TransportListener listener;

		/** How often links were cut: messages of a link that was are lost. */
		private int epoch;

		Carrier(Node node) {
			this.node = node;
		}

		@Override
		public void start(TransportListener told) {
			this.listener = told;
		}

		@Override
		public void connect(int nodeId, HostPort address) {
			if (this.wanted.add(nodeId)) {
				tryOpen(nodeId);
			}
		}

		@Override
		public CompletionStage<Void> disconnect(int nodeId) {
			this.wanted.remove(nodeId);
			closeLink(nodeId);
			return CompletableFuture.completedFuture(null);
		}

		private void tryOpen(int nodeId) {
			Carrier other = VirtualServers.this.nodes.get(nodeId).carrier;
			if (this.listener == null || !this.wanted.contains(nodeId) || this.links.containsKey(nodeId)) {
				return;
			}
			if (other != null && other.listener != null) {
				this.links.put(nodeId, other);
				this.listener.linkOpened(nodeId);
			}
			else {
				VirtualServers.this.world.schedule(50 * NETWORK_NANOS, () -> tryOpen(nodeId));
			}
		}

		void closeLink(int nodeId) {
			Carrier other = this.links.remove(nodeId);
			this.epoch++;
			if (other != null && this.listener != null) {
				this.listener.linkClosed(nodeId);
				VirtualServers.this.world.schedule(4 * NETWORK_NANOS, () -> tryOpen(nodeId));
			}
		}

		@Override
		public boolean send(int nodeId, Message request) {
			Carrier other = this.links.get(nodeId);
			if (other == null) {
				return false;
			}
			if (this.node.unsendable.test(request)) {
				throw new IllegalStateException("Cannot be sent: " + request.getClass());
			}
			VirtualServers.this.codec.requestToFrame(request);
			int sentEpoch = this.epoch;
			AnswerSink answers = (answer) -> {
				VirtualServers.this.codec.answerToFrame(answer);
				deliver(answer, other, () -> {
					if (this.listener != null && this.epoch == sentEpoch) {
						this.listener.answerReceived(nodeId, answer);
					}
				});
			};
			deliver(request, this, () -> {
				if (other.listener != null && this.epoch == sentEpoch) {
					other.listener.requestReceived(this.node.id, request, answers);
				}
			});
			return true;
		}

		private void deliver(Message message, Carrier from, Runnable delivery) {
			if (from.listener != null && !VirtualServers.this.lost.test(message)) {
				VirtualServers.this.world.schedule(NETWORK_NANOS, delivery);
			}
		}

		@Override
		public void close() {
			this.listener = null;
			for (Node other : VirtualServers.this.nodes.values()) {
				Carrier carrier = other.carrier;
				if (carrier != null && carrier != this && carrier.listener != null) {
					carrier.listener.connectionLost(this.node.id);
					carrier.closeLink(this.node.id);
				}
			}
		}

	}

}
