package io.dongting.simulation;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.UUID;
import java.util.concurrent.Executor;
import java.util.function.Consumer;
import java.util.function.Function;

import io.dongting.fiber.Dispatcher;
import io.dongting.fiber.DispatcherOptions;
import io.dongting.fiber.FailureHandler;
import io.dongting.fiber.VirtualDispatcher;
import io.dongting.fiber.VirtualTime;
import io.dongting.raft.HostPort;
import io.dongting.raft.RaftGroupConfig;
import io.dongting.raft.core.state.Failpoints;
import io.dongting.raft.log.journal.JournalConfiguration;
import io.dongting.raft.server.NodeDirectory;
import io.dongting.raft.server.RaftEnvironment;
import io.dongting.raft.storage.FileSystem;
import io.dongting.raft.transport.Transport;
import org.jspecify.annotations.Nullable;

/**
 * The world around one start of a node in a {@link VirtualTime}: its share of the
 * simulated network, its disk, which outlives it, and one processor. Nothing in it blocks
 * or takes real time.
 */
public final class SimulatedEnvironment implements RaftEnvironment {

	/** Small, so that its files go round. */
	private static final JournalConfiguration JOURNAL = new JournalConfiguration(32 * 1024, 3, 4 * 1024);

	private final VirtualTime world;

	private final SimulatedNetwork network;

	private final SimulatedFileSystem disk;

	private final SplittableRandom random;

	private final SimulatedExecutor storage;

	/** One for each group. */
	private final Map<String, SimulatedExecutor> applies = new TreeMap<>();

	private final Function<String, SimulatedLatency> applyLatencies;

	private final Consumer<SimulatedCrash> onCrash;

	private final FailureHandler failureHandler;

	private final Failpoints failpoints;

	private final Runnable onActivity;

	/** Made when somebody listens: most runs have to do without. */
	private @Nullable SimulatedExecutor listeners;

	private @Nullable VirtualDispatcher dispatcher;

	/**
	 * Create the environment of one start.
	 * @param world the world
	 * @param network the network
	 * @param disk the disk of the node
	 * @param diskLatency how long work on the disk takes
	 * @param applyLatencies how long a turn of the state machine takes, by the name of
	 * its group
	 * @param onCrash told when the disk loses its power while the node works on it
	 * @param failureHandler told of exceptions that escape from the code of groups
	 * @param failpoints makes rare things common
	 * @param onActivity called before each piece of code of the process that can change a
	 * group
	 */
	public SimulatedEnvironment(VirtualTime world, SimulatedNetwork network, SimulatedFileSystem disk,
			SimulatedLatency diskLatency, Function<String, SimulatedLatency> applyLatencies,
			Consumer<SimulatedCrash> onCrash, FailureHandler failureHandler, Failpoints failpoints,
			Runnable onActivity) {
		this.world = world;
		this.network = network;
		this.disk = disk;
		this.random = world.newRandom();
		this.onActivity = onActivity;
		this.storage = new SimulatedExecutor(world, diskLatency, onActivity, onCrash);
		this.applyLatencies = applyLatencies;
		this.onCrash = onCrash;
		this.failureHandler = failureHandler;
		this.failpoints = failpoints;
	}

	@Override
	public NodeDirectory openDirectory() {
		return new SimulatedDirectory(this.disk);
	}

	@Override
	public int dispatcherCount() {
		return 1;
	}

	@Override
	public Dispatcher startDispatcher(String name, FailureHandler failureHandler) {
		VirtualDispatcher started = new VirtualDispatcher(this.world, name,
				DispatcherOptions.defaults().withFailureHandler(failureHandler), this.onActivity);
		this.dispatcher = started;
		return started;
	}

	@Override
	public FailureHandler failureHandler() {
		return this.failureHandler;
	}

	@Override
	public Executor storageExecutor() {
		return this.storage;
	}

	@Override
	public Executor applyExecutor(RaftGroupConfig group) {
		return this.applies.computeIfAbsent(group.name(), (name) -> new SimulatedExecutor(this.world,
				this.applyLatencies.apply(name), this.onActivity, this.onCrash));
	}

	@Override
	public Executor listenerExecutor() {
		return (task) -> listeners().execute(task);
	}

	private SimulatedExecutor listeners() {
		SimulatedExecutor executor = this.listeners;
		if (executor == null) {
			executor = new SimulatedExecutor(this.world, SimulatedLatency.THREAD, this.onActivity, this.onCrash);
			this.listeners = executor;
		}
		return executor;
	}

	/** Those that run code of the application. */
	private List<SimulatedExecutor> applicationThreads() {
		List<SimulatedExecutor> threads = new ArrayList<>(this.applies.values());
		if (this.listeners != null) {
			threads.add(this.listeners);
		}
		return threads;
	}

	@Override
	public Transport createTransport(int nodeId, long startNumber, @Nullable HostPort listen) {
		return this.network.transportOf(nodeId, startNumber);
	}

	@Override
	public SplittableRandom newRandom() {
		return this.random.split();
	}

	@Override
	public JournalConfiguration journal() {
		return JOURNAL;
	}

	@Override
	public Failpoints failpoints() {
		return this.failpoints;
	}

	@Override
	public UUID newUuid() {
		return new UUID(this.random.nextLong(), this.random.nextLong());
	}

	@Override
	public void close() {
		this.storage.die();
		applicationThreads().forEach(SimulatedExecutor::die);
	}

	/** The processor, {@code null} until the server has started it. */
	@Nullable VirtualDispatcher dispatcher() {
		return this.dispatcher;
	}

	void storageLatency(SimulatedLatency latency) {
		this.storage.latency(latency);
	}

	void applyLatency(String group, SimulatedLatency latency) {
		SimulatedExecutor executor = this.applies.get(group);
		if (executor != null) {
			executor.latency(latency);
		}
	}

	/** The process stops and goes on later; what the disk was asked for it still does. */
	void pause() {
		if (this.dispatcher != null) {
			this.dispatcher.pause();
		}
		applicationThreads().forEach(SimulatedExecutor::hold);
	}

	void resume() {
		if (this.dispatcher != null) {
			this.dispatcher.resume();
		}
		applicationThreads().forEach(SimulatedExecutor::release);
	}

	/** The disk answers nothing until it is released. */
	void hangDisk() {
		this.storage.hold();
	}

	/** The next piece of work takes longer, the others do not. */
	void delayNextDiskWork(long nanos) {
		this.storage.delayNext(nanos);
	}

	void releaseDisk() {
		this.storage.release();
	}

	/** The process ends in whatever it was doing. */
	void kill(SplittableRandom chance) {
		if (this.dispatcher != null) {
			this.dispatcher.kill();
		}
		applicationThreads().forEach(SimulatedExecutor::die);
		this.storage.dieWorkingOn(this.disk, chance);
	}

	private record SimulatedDirectory(SimulatedFileSystem disk) implements NodeDirectory {

		@Override
		public FileSystem files() {
			return this.disk;
		}

		@Override
		public String description() {
			return "a simulated disk";
		}

		@Override
		public void close() {
			// the process ends, which lets go of it
		}

	}

}
