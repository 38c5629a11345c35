package io.dongting.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;

import io.dongting.fiber.DriftingClock;
import io.dongting.fiber.VirtualDispatcher;
import io.dongting.raft.RaftException;
import io.dongting.raft.RaftGroup;
import io.dongting.raft.RaftGroupListener;
import io.dongting.raft.RaftServerConfig;
import io.dongting.raft.core.GroupInspection;
import io.dongting.raft.core.RaftGroupImpl;
import io.dongting.raft.server.RaftGroupDefinition;
import io.dongting.raft.server.RaftServer;
import io.dongting.raft.server.ServerChangeException;
import org.jspecify.annotations.Nullable;

/**
 * One machine of a {@link SimulatedCluster}: a disk, and a server on it that can be
 * started, stopped, paused and crashed again and again.
 */
public final class SimulatedNode {

	private static final long STANDSTILL_PARTS_PER_MILLION = -1_000_000;

	private final SimulatedCluster cluster;

	private final RaftServerConfig config;

	private final SimulatedFileSystem disk = new SimulatedFileSystem();

	private final SplittableRandom chance;

	private @Nullable RaftServer server;

	private @Nullable SimulatedEnvironment environment;

	private SimulatedLatency diskLatency = SimulatedLatency.DISK;

	private final Map<String, SimulatedLatency> applyLatencies = new TreeMap<>();

	private long driftPartsPerMillion;

	private int starts;

	private long activity;

	private boolean stopping;

	private boolean paused;

	private boolean clockStopped;

	SimulatedNode(SimulatedCluster cluster, RaftServerConfig config) {
		this.cluster = cluster;
		this.config = config;
		this.chance = cluster.world().newRandom();
	}

	/**
	 * Return the id of this node.
	 * @return the node id
	 */
	public int nodeId() {
		return this.config.nodeId();
	}

	/**
	 * Return the disk, which keeps what was synced whatever happens to the node.
	 * @return the disk
	 */
	public SimulatedFileSystem disk() {
		return this.disk;
	}

	/**
	 * Return whether the process is there, perhaps paused or stopping.
	 * @return whether it is
	 */
	public boolean isRunning() {
		return this.server != null;
	}

	/**
	 * Return whether the process is being stopped in good order.
	 * @return whether it is
	 */
	public boolean isStopping() {
		return this.server != null && this.stopping;
	}

	/**
	 * Return whether the process stands still.
	 * @return whether it is paused
	 */
	public boolean isPaused() {
		return this.paused;
	}

	/**
	 * Return how often this node was started.
	 * @return the count
	 */
	public int starts() {
		return this.starts;
	}

	/**
	 * Start the process on what its disk holds. If the disk is to crash meanwhile, the
	 * node does not run when this returns.
	 * @throws RaftException if the server refuses to start
	 */
	public void start() {
		if (this.server != null) {
			throw new IllegalStateException("Node " + nodeId() + " runs already");
		}
		SimulatedEnvironment surroundings = new SimulatedEnvironment(this.cluster.world(), this.cluster.network(),
				this.disk, this.diskLatency,
				(group) -> this.applyLatencies.getOrDefault(group, SimulatedLatency.THREAD), (crash) -> crash(),
				(group, source, failure) -> this.cluster.failed(this, source, failure), this.cluster.failpoints(),
				this::codeRuns);
		RaftServer started = new RaftServer(this.config, definitions(), this.cluster.stateMachines().apply(nodeId()),
				surroundings);
		this.server = started;
		this.environment = surroundings;
		this.stopping = false;
		this.paused = false;
		this.clockStopped = false;
		this.starts++;
		try {
			started.start();
			clock().setDrift(this.driftPartsPerMillion);
			this.cluster.started(this);
		}
		catch (SimulatedCrash crash) {
			crash();
		}
		catch (RaftException ex) {
			ended();
			throw ex;
		}
	}

	private List<RaftGroupDefinition> definitions() {
		List<RaftGroupDefinition> definitions = new ArrayList<>();
		for (SimulatedGroup group : this.cluster.groups()) {
			definitions.add(new RaftGroupDefinition(group.config(), group.stateMachines().apply(nodeId())));
		}
		return definitions;
	}

	/**
	 * Stop the process in good order, which takes a while: it is over when
	 * {@link #isRunning()} says so.
	 */
	public void stop() {
		RaftServer running = server();
		if (!this.stopping) {
			this.stopping = true;
			running.stop().thenRun(() -> this.cluster.world().schedule(0, () -> stopped(running)));
		}
	}

	private void stopped(RaftServer which) {
		if (this.server == which) {
			try {
				which.close();
				requireAllClosed();
				this.disk.killProcess();
				ended();
			}
			catch (SimulatedCrash crash) {
				crash();
			}
		}
	}

	private void requireAllClosed() {
		int left = this.disk.openFiles();
		if (left > 0) {
			this.cluster.failed(this, "stop", new IllegalStateException(left + " files are left open"));
		}
	}

	/**
	 * Lose the power: nothing more of the process runs, if there is one, and the disk
	 * loses what was not synced, as chance decides. Whatever the disk was just doing may
	 * be half done.
	 */
	public void crash() {
		if (this.environment != null) {
			endProcess();
		}
		this.disk.crash(this.chance);
	}

	/**
	 * End the process as {@code kill -9} does: nothing more of it runs, but the disk
	 * forgets nothing.
	 */
	public void kill() {
		if (this.environment != null) {
			endProcess();
			this.disk.killProcess();
		}
	}

	/**
	 * Get an empty disk in place of the old one, with no process running.
	 */
	public void wipe() {
		if (this.server != null) {
			throw new IllegalStateException("Node " + nodeId() + " runs");
		}
		this.disk.wipe();
		this.cluster.wiped(this);
	}

	private void endProcess() {
		SimulatedEnvironment ending = Objects.requireNonNull(this.environment);
		ending.kill(this.chance);
		this.cluster.network().crash(nodeId());
		ended();
	}

	private void ended() {
		this.server = null;
		this.environment = null;
		this.cluster.ended(this);
	}

	/**
	 * Let the process stand still, as one that collects garbage: messages and the
	 * outcomes of work on the disk wait for it, and time goes on.
	 */
	public void pause() {
		requireEnvironment().pause();
		this.paused = true;
	}

	/**
	 * Go on after {@link #pause()}.
	 */
	public void resume() {
		requireEnvironment().resume();
		this.paused = false;
	}

	/**
	 * Let the disk begin to answer nothing.
	 */
	public void hangDisk() {
		requireEnvironment().hangDisk();
	}

	/**
	 * Let one piece of work on the disk, the next that the process asks for, take much
	 * longer than all that it asks for later.
	 * @param delay how much longer
	 */
	public void delayNextDiskWork(Duration delay) {
		requireEnvironment().delayNextDiskWork(delay.toNanos());
	}

	/**
	 * Let a disk that hangs go on, and what is stuck on it come to an end.
	 */
	public void releaseDisk() {
		requireEnvironment().releaseDisk();
	}

	/**
	 * Set how long work on the disk takes from now on, after a restart too.
	 * @param latency the time of one piece of work, which may be several operations
	 */
	public void diskLatency(SimulatedLatency latency) {
		this.diskLatency = latency;
		if (this.environment != null) {
			this.environment.storageLatency(latency);
		}
	}

	/**
	 * Set how long a group takes to apply from now on, after a restart too.
	 * @param group the name of the group
	 * @param latency the time of one turn of the state machine, which applies one batch
	 * or a few
	 */
	public void applyLatency(String group, SimulatedLatency latency) {
		this.applyLatencies.put(group, latency);
		if (this.environment != null) {
			this.environment.applyLatency(group, latency);
		}
	}

	/**
	 * Let the clock of this node run faster or slower, after a restart too.
	 * @param partsPerMillion see {@link DriftingClock#setDrift}
	 */
	public void clockDrift(long partsPerMillion) {
		this.driftPartsPerMillion = partsPerMillion;
		if (this.environment != null && this.environment.dispatcher() != null && !this.clockStopped) {
			clock().setDrift(partsPerMillion);
		}
	}

	/**
	 * Let the clock of the process stand still, and its timers with it.
	 */
	public void stopClock() {
		this.clockStopped = true;
		clock().setDrift(STANDSTILL_PARTS_PER_MILLION);
	}

	/**
	 * Let a clock that stands still go on.
	 */
	public void startClock() {
		this.clockStopped = false;
		clock().setDrift(this.driftPartsPerMillion);
	}

	/**
	 * Return whether the clock of the process stands still.
	 * @return whether it does
	 */
	public boolean isClockStopped() {
		return this.clockStopped;
	}

	/**
	 * Return the clock of the process.
	 * @return the clock; another one after a restart
	 */
	public DriftingClock clock() {
		VirtualDispatcher processor = requireEnvironment().dispatcher();
		return Objects.requireNonNull(processor, "The server has no dispatcher").clock();
	}

	/**
	 * Return whether the process is there and hosts a group, which may have failed.
	 * @param name its name
	 * @return whether it does
	 */
	public boolean hosts(String name) {
		return this.server != null && this.server.hosts(name);
	}

	/**
	 * Return what a group on this node believes, for invariants.
	 * @param name its name
	 * @return a live view, {@code null} while the node or the group does not run
	 */
	public @Nullable GroupInspection inspect(String name) {
		return (hosts(name) && group(name) instanceof RaftGroupImpl group) ? group.inspection() : null;
	}

	/**
	 * Return a count that grows whenever code of the process runs. As long as it stays
	 * the same, {@link #inspect} shows nothing new of a process that has begun before.
	 * @return the count
	 */
	public long activity() {
		return this.activity;
	}

	private void codeRuns() {
		this.activity++;
		this.cluster.codeRuns();
	}

	/**
	 * Return a group of the process that runs now.
	 * @param name its name
	 * @return the group
	 */
	public RaftGroup group(String name) {
		return server().group(name);
	}

	/**
	 * Have somebody told what changes in the groups of the process that runs now. It ends
	 * with the process.
	 * @param listener called on a thread of the process
	 */
	public void addListener(RaftGroupListener listener) {
		server().addListener(listener);
	}

	/**
	 * Have a group refilled that was not started because its data is damaged, see
	 * {@link RaftServer#refillGroup}.
	 * @param name its name
	 * @return completed with the group when it runs
	 */
	public CompletableFuture<RaftGroup> refill(String name) {
		this.cluster.refill(this, name, RefillStage.WANTED);
		return server().refillGroup(name).whenComplete((group, failure) -> {
			if (failure == null) {
				this.cluster.refill(this, name, RefillStage.BEGUN);
			}
			else if (failure instanceof ServerChangeException) {
				this.cluster.refill(this, name, RefillStage.REFUSED);
			}
		});
	}

	/**
	 * Return the server of the process that runs now, to add groups and nodes to it or
	 * remove them.
	 * @return the server; this node starts and ends it
	 */
	public RaftServer server() {
		if (this.server == null) {
			throw new IllegalStateException("Node " + nodeId() + " does not run");
		}
		return this.server;
	}

	private SimulatedEnvironment requireEnvironment() {
		if (this.environment == null) {
			throw new IllegalStateException("Node " + nodeId() + " does not run");
		}
		return this.environment;
	}

	@Override
	public String toString() {
		return "SimulatedNode[" + nodeId() + "]";
	}

}
