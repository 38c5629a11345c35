package io.dongting.simulation;

import java.util.List;

import io.dongting.fiber.TimerHandle;
import io.dongting.raft.HostPort;
import io.dongting.raft.transport.Message;
import org.jspecify.annotations.Nullable;

/**
 * The link of one process to a node: opens a connection whenever there is none, with the
 * same waits as the real transport.
 */
final class SimulatedLink {

	private static final long FIRST_RETRY_NANOS = 50_000_000;

	private static final int MAX_DOUBLINGS = 4;

	private final SimulatedNetwork network;

	private final SimulatedTransport owner;

	private final int nodeId;

	private @Nullable HostPort address;

	private @Nullable SimulatedConnection connection;

	/** The next step towards a connection, if there is none and one is wanted. */
	private @Nullable TimerHandle nextStep;

	private int failures;

	/** Whether a request was turned down since the link was last writable. */
	private boolean congested;

	SimulatedLink(SimulatedNetwork network, SimulatedTransport owner, int nodeId) {
		this.network = network;
		this.owner = owner;
		this.nodeId = nodeId;
	}

	SimulatedTransport owner() {
		return this.owner;
	}

	boolean isOpen() {
		return this.connection != null;
	}

	@Nullable SimulatedConnection connection() {
		return this.connection;
	}

	void connect(HostPort address) {
		if (address.equals(this.address)) {
			return;
		}
		disconnect();
		this.address = address;
		this.failures = 0;
		tryNow();
	}

	void disconnect() {
		this.address = null;
		cancelNextStep();
		if (this.connection != null) {
			SimulatedConnection ending = this.connection;
			this.connection = null;
			ending.endedByOpener();
			this.owner.report((listener) -> listener.linkClosed(this.nodeId));
		}
	}

	boolean send(List<Message> requests) {
		if (this.connection == null) {
			return false;
		}
		if (this.connection.isClogged()) {
			this.congested = true;
			return false;
		}
		this.connection.request(requests);
		return true;
	}

	void unclogged() {
		if (this.connection != null && this.congested) {
			this.congested = false;
			this.owner.report((listener) -> listener.linkWritable(this.nodeId));
		}
	}

	/** The peer has just opened a connection to the owner: it lives. */
	void peerIsThere(SimulatedTransport peer) {
		if (this.connection == null) {
			tryNow();
		}
		else if (this.connection.accepter() != peer) {
			this.connection.openerNotices();
		}
	}

	/** Called by the connection when this end has found out that it is over. */
	void connectionEnded() {
		this.connection = null;
		this.congested = false;
		this.failures = 0;
		this.owner.report((listener) -> listener.linkClosed(this.nodeId));
		retryLater();
	}

	private void tryNow() {
		cancelNextStep();
		if (this.address != null && !this.owner.isClosed()) {
			this.nextStep = this.network.world().schedule(this.network.latencyNanos() * 2, this::open);
		}
	}

	private void open() {
		this.nextStep = null;
		SimulatedTransport peer = this.network.transport(this.nodeId);
		if (peer == null || !peer.isListening()
				|| !this.network.paths().isOpenBothWays(this.owner.nodeId(), this.nodeId)) {
			retryLater();
			return;
		}
		this.congested = false;
		SimulatedConnection opened = new SimulatedConnection(this.network, this, peer);
		this.connection = opened;
		peer.accepted(opened);
		this.owner.report((listener) -> listener.linkOpened(this.nodeId));
	}

	private void retryLater() {
		if (this.address == null || this.owner.isClosed()) {
			return;
		}
		long delayNanos = this.network.around(FIRST_RETRY_NANOS << Math.min(this.failures, MAX_DOUBLINGS));
		this.failures++;
		this.nextStep = this.network.world().schedule(delayNanos, this::tryNow);
	}

	private void cancelNextStep() {
		if (this.nextStep != null) {
			this.nextStep.cancel();
			this.nextStep = null;
		}
	}

}
