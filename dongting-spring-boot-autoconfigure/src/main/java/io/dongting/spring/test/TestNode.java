package io.dongting.spring.test;

import java.time.Duration;

import io.dongting.raft.GroupStatus;
import io.dongting.raft.RaftGroup;
import io.dongting.raft.StateMachine;
import io.dongting.simulation.SimulatedLatency;
import io.dongting.simulation.SimulatedNode;
import io.dongting.spring.observation.RaftCallObservations;
import io.dongting.spring.statemachine.CompletionThreads;
import io.dongting.spring.statemachine.StateMachineProxyFactory;
import io.dongting.spring.statemachine.TypedStateMachine;
import io.micrometer.observation.ObservationRegistry;
import org.jspecify.annotations.Nullable;

/**
 * One node of a test: what its present process has for a state machine, and the proxy of
 * that.
 */
final class TestNode {

	private static final Duration REQUEST_TIMEOUT = Duration.ofSeconds(5);

	private final StateMachineSource source;

	private final AppliedLog log;

	private final SimulatedNode node;

	private final NodeCalls calls;

	private final StateMachineProxyFactory proxies;

	private @Nullable RecordingStateMachine machine;

	private @Nullable Object proxy;

	TestNode(StateMachineSource source, AppliedLog log, Simulation simulation, SimulatedNode node) {
		this.source = source;
		this.log = log;
		this.node = node;
		this.calls = new NodeCalls(simulation, node, source.group());
		this.proxies = new StateMachineProxyFactory(REQUEST_TIMEOUT, CompletionThreads.none(),
				new RaftCallObservations(() -> ObservationRegistry.NOOP), getClass().getClassLoader());
	}

	int nodeId() {
		return this.node.nodeId();
	}

	boolean isRunning() {
		return this.node.isRunning();
	}

	/** Make the state machine of another start. */
	StateMachine newStateMachine() {
		TypedStateMachine created = this.source.create();
		created.expectNoAnnouncements();
		this.machine = RecordingStateMachine.of(created, nodeId(), this.log);
		this.proxy = this.proxies.create(this.source.group(), created, this.calls::group);
		return this.machine;
	}

	/** The state machine of the last start. */
	RecordingStateMachine machine() {
		if (this.machine == null) {
			throw new IllegalStateException("Node " + nodeId() + " was never started");
		}
		return this.machine;
	}

	/** The proxy of that. */
	Object proxy() {
		if (this.proxy == null) {
			throw new IllegalStateException("Node " + nodeId() + " was never started");
		}
		return this.proxy;
	}

	RaftGroup group() {
		return this.calls.group();
	}

	GroupStatus status() {
		return this.node.group(this.source.group()).status();
	}

	/** Whether it leads, and may serve. */
	boolean leads() {
		return this.node.hosts(this.source.group()) && status().fencingToken() > 0;
	}

	void crash() {
		requireRunning();
		this.node.crash();
	}

	void restart() {
		if (this.node.isRunning()) {
			this.node.crash();
		}
		this.node.start();
	}

	void requireRunning() {
		if (!this.node.isRunning()) {
			throw new IllegalStateException("Node " + nodeId() + " does not run");
		}
	}

	void diskLatency(SimulatedLatency latency) {
		this.node.diskLatency(latency);
	}

	/** The process has ended. */
	void ended() {
		this.calls.ended();
	}

	/** Whether nobody waits for an answer of this node. */
	boolean isQuiet() {
		return this.calls.isQuiet();
	}

	/** Whether it has stopped taking part, and will not go on by itself. */
	boolean hasFailed() {
		return this.node.hosts(this.source.group()) && switch (status().condition()) {
			case APPLY_FAILED, STORAGE_FAILED, INVARIANT_VIOLATED -> true;
			default -> false;
		};
	}

	/** Whether it serves and has applied its whole log. */
	boolean hasCaughtUp() {
		if (!this.node.hosts(this.source.group())) {
			return false;
		}
		GroupStatus status = status();
		return status.ready() && status.leaderId() != 0 && status.appliedIndex() == status.lastLogIndex();
	}

	/** Say how it is, for people. */
	String describe() {
		return "node " + nodeId() + (this.node.hosts(this.source.group())
				? " runs and has applied the log up to index " + status().appliedIndex() : " does not run");
	}

	ReplicaState state() {
		return new ReplicaState(nodeId(), new MachineCopy(machine().machine()), this.node.starts(),
				machine().snapshotsLoaded());
	}

}
