package io.dongting.simulation.swarm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Objects;
import java.util.Set;
import java.util.UUID;
import java.util.function.Consumer;

import io.dongting.raft.RaftGroupConfig;
import io.dongting.raft.core.GroupInspection;
import io.dongting.raft.server.ServerChangeException;
import io.dongting.raft.server.ServerChangeException.Reason;
import io.dongting.simulation.Coverage;
import io.dongting.simulation.SimulatedNode;
import io.dongting.simulation.invariant.GroupInvariants;
import org.jspecify.annotations.Nullable;

/**
 * A guest on one node: it is added, stays over restarts, and is removed. Each is tried
 * again until it is done, as whoever operates a cluster would.
 */
final class GuestStay {

	private static final String DIRECTORY = "groups";

	private final SimulatedNode node;

	private final Coverage coverage;

	private final Consumer<String> violated;

	/** The replicas that were removed, on all nodes. */
	private final Set<UUID> departed;

	private @Nullable Invitation invitation;

	private State state = State.AWAY;

	/** Whether the node was asked for what the state says, and may have begun. */
	private boolean begun;

	/** Whether it is being asked and has not answered. */
	private boolean asked;

	/** Which replica the guest is here. */
	private @Nullable UUID replica;

	/** How often a guest was removed from the disk that the node has. */
	private int removals;

	GuestStay(SimulatedNode node, Set<UUID> departed, Coverage coverage, Consumer<String> violated) {
		this.node = node;
		this.departed = departed;
		this.coverage = coverage;
		this.violated = violated;
	}

	SimulatedNode node() {
		return this.node;
	}

	boolean isAway() {
		return this.state == State.AWAY;
	}

	boolean isHere() {
		return this.state == State.HERE;
	}

	/**
	 * A guest is to come.
	 * @param group the guest
	 * @param invariants looks at it, {@code null} if there is nothing to see
	 */
	void invite(RaftGroupConfig group, @Nullable GroupInvariants invariants) {
		this.invitation = new Invitation(group, invariants);
		become(State.COMING);
	}

	/** The guest is to go; where nobody has asked for it yet it need not come. */
	void dismiss() {
		switch (this.state) {
			case COMING -> become(this.begun ? State.COMING : State.AWAY);
			case HERE -> become(State.LEAVING);
			default -> {
				// it is gone, or going
			}
		}
	}

	/**
	 * Go on with what is to be done, unless it is under way.
	 * @param invited whether the guest is to stay
	 * @return whether the node was asked for something now
	 */
	boolean goOn(boolean invited) {
		if (!invited) {
			dismiss();
		}
		boolean wanting = this.state == State.COMING || this.state == State.LEAVING;
		if (!wanting || this.asked || !this.node.isRunning() || this.node.isStopping()) {
			return false;
		}
		int start = this.node.starts();
		this.asked = true;
		this.begun = true;
		if (this.state == State.COMING) {
			this.node.server().addGroup(group()).whenComplete((group, failure) -> answered(start, failure));
		}
		else {
			this.node.server().removeGroup(group().name()).whenComplete((nothing, failure) -> answered(start, failure));
		}
		return true;
	}

	private Invitation invitation() {
		return Objects.requireNonNull(this.invitation);
	}

	private RaftGroupConfig group() {
		return invitation().group();
	}

	private void become(State next) {
		if (next != this.state) {
			this.state = next;
			this.begun = false;
		}
	}

	private void answered(int start, @Nullable Throwable failure) {
		if (start != this.node.starts() || !this.asked) {
			return;
		}
		this.asked = false;
		if (failure == null && this.state == State.COMING) {
			this.coverage.add("guests added", 1);
			watch((invariants) -> invariants.begins(this.node));
			arrived();
		}
		else if (failure == null) {
			this.coverage.add("guests removed", 1);
			watch((invariants) -> invariants.left(this.node));
			gone();
			requireSetAside();
		}
		else {
			refused(failure);
		}
	}

	private void watch(Consumer<GroupInvariants> event) {
		GroupInvariants invariants = invitation().invariants();
		if (invariants != null) {
			event.accept(invariants);
		}
	}

	private void refused(Throwable failure) {
		this.coverage.add((this.state == State.COMING) ? "guests not added" : "guests not removed", 1);
		if (failure instanceof ServerChangeException refusal) {
			refused(refusal);
		}
		if (this.state == State.COMING && hosted()) {
			violated("hosts a guest that could not be added: " + failure);
		}
	}

	/** A node that has forgotten another takes in no guest that lives there, too. */
	private void refused(ServerChangeException refusal) {
		boolean forgotten = this.state == State.COMING && refusal.reason() == Reason.UNKNOWN_NODE;
		if (forgotten) {
			this.begun = false;
		}
		else if (refusal.reason() != Reason.NOT_RUNNING) {
			violated("is refused " + this.state + ": " + refusal);
		}
	}

	/** A new guest knows nothing of one that had its name before. */
	private void arrived() {
		become(State.HERE);
		GroupInspection inspected = this.node.inspect(group().name());
		this.replica = (inspected != null) ? inspected.replica() : null;
		if (this.replica != null && this.departed.contains(this.replica)) {
			violated("finds the replica " + this.replica + " of a guest that was removed");
		}
	}

	private void gone() {
		become(State.AWAY);
		this.removals++;
		if (this.replica != null) {
			this.departed.add(this.replica);
		}
	}

	/** What is said to be removed is so for good, and everything is kept. */
	private void requireSetAside() {
		String directory = DIRECTORY + "/" + group().name();
		boolean left = this.node.disk().exists(directory)
				|| this.node.disk().survivingContent(directory + "/vote") != null;
		if (hosted() || left || asideCount() != this.removals) {
			violated("has removed a guest for the " + this.removals + ". time, but there is " + hosted() + " " + left
					+ " " + asideCount());
		}
	}

	private long asideCount() {
		try {
			return this.node.disk()
				.list(DIRECTORY)
				.stream()
				.filter((name) -> name.startsWith(group().name() + "."))
				.count();
		}
		catch (IOException ex) {
			throw new UncheckedIOException(ex);
		}
	}

	private boolean hosted() {
		return this.node.hosts(group().name());
	}

	/** What was done is there after a start, what was not begun is not. */
	void started() {
		if (this.invitation == null) {
			return;
		}
		boolean hosted = hosted();
		boolean fits = switch (this.state) {
			case AWAY -> !hosted;
			case COMING -> this.begun || !hosted;
			case HERE -> hosted;
			case LEAVING -> this.begun || hosted;
		};
		if (!fits) {
			violated("starts with the guest " + this.state + (this.begun ? ", begun" : "") + ", but hosted " + hosted);
		}
		if (this.state == State.COMING && this.begun) {
			this.coverage.add(hosted ? "guests that came with a start" : "guests that a crash kept away", 1);
			if (hosted) {
				arrived();
			}
		}
		else if (this.state == State.LEAVING && this.begun) {
			this.coverage.add(hosted ? "guests that a crash kept" : "guests that went with a start", 1);
			if (!hosted) {
				gone();
			}
		}
	}

	void ended() {
		this.asked = false;
	}

	/** A replica on an empty disk is not the one that the group knows (P13). */
	void wiped() {
		become(State.AWAY);
		this.removals = 0;
	}

	private void violated(String what) {
		this.violated.accept("node " + this.node.nodeId() + " " + what);
	}

	@Override
	public String toString() {
		return this.node.nodeId() + ": " + this.state + (this.begun ? ", begun" : "") + (this.asked ? ", asked" : "");
	}

	/** Whether the guest is on the node. */
	private enum State {

		AWAY, COMING, HERE, LEAVING

	}

	/**
	 * Which guest is meant.
	 *
	 * @param group the guest
	 * @param invariants looks at it, if anybody does
	 */
	private record Invitation(RaftGroupConfig group, @Nullable GroupInvariants invariants) {

	}

}
