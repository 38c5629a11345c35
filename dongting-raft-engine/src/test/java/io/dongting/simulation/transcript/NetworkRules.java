package io.dongting.simulation.transcript;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;

import io.dongting.raft.transport.Message;
import io.dongting.raft.transport.VoteReq;
import io.dongting.simulation.SimulatedNetwork;

/**
 * Which messages are lost, as directives have said.
 */
final class NetworkRules {

	private final SimulatedNetwork network;

	private final Set<Path> cuts = new TreeSet<>();

	private final List<Loss> losses = new ArrayList<>();

	/** The only nodes that are let campaign, none for all. */
	private Set<Integer> candidates = Set.of();

	NetworkRules(SimulatedNetwork network) {
		this.network = network;
		network.filter((from, to, message) -> !isSuppressed(from, message) && !isLost(from, to, message));
	}

	void cut(Path path) {
		this.cuts.add(path);
		this.network.cut(path.from(), path.to());
	}

	void heal(Path path) {
		this.cuts.remove(path);
		this.losses.removeIf((loss) -> loss.path().equals(path));
		this.network.heal(path.from(), path.to());
	}

	/** All messages get through again. */
	void healAll() {
		this.cuts.clear();
		this.losses.clear();
		this.network.healAll();
	}

	/** Lose messages whose text contains something. */
	void lose(Path path, Pattern text) {
		this.losses.add(new Loss(path, text));
	}

	void candidates(Set<Integer> nodeIds) {
		this.candidates = nodeIds;
	}

	/**
	 * Return whether a message is none: it asks for a pre-vote for a node that is to be
	 * taken for one whose time is not up yet.
	 */
	boolean isSuppressed(int from, Message message) {
		return !this.candidates.isEmpty() && !this.candidates.contains(from) && message instanceof VoteReq request
				&& request.kind() == VoteReq.Kind.PRE_VOTE;
	}

	boolean isLost(int from, int to, Message message) {
		Path path = new Path(from, to);
		if (this.cuts.contains(path)) {
			return true;
		}
		return !this.losses.isEmpty() && this.losses.stream()
			.anyMatch((loss) -> loss.path().equals(path) && loss.text().matcher(MessageText.of(message).text()).find());
	}

	/**
	 * A direction between two nodes.
	 *
	 * @param from the sender
	 * @param to the receiver
	 */
	record Path(int from, int to) implements Comparable<Path> {

		@Override
		public int compareTo(Path other) {
			int bySender = Integer.compare(this.from, other.from);
			return (bySender != 0) ? bySender : Integer.compare(this.to, other.to);
		}

	}

	private record Loss(Path path, Pattern text) {

	}

}
