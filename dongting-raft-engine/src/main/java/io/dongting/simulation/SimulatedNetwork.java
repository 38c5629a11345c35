package io.dongting.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.TreeMap;
import java.util.TreeSet;

import io.dongting.fiber.VirtualTime;
import io.dongting.raft.transport.Message;
import io.dongting.raft.transport.MessageCodec;
import io.dongting.raft.transport.Transport;
import org.jspecify.annotations.Nullable;

/**
 * The network between any number of nodes in one {@link VirtualTime}. Messages go through
 * the real codec as bytes. Connections begin and end as those of TCP do: in order behind
 * what was sent before, noticed at once where the path is open and after some seconds
 * where it is cut.
 *
 * <p>
 * Nothing goes wrong until it is told to; then everything that goes wrong is drawn from
 * the seed of the world. To be used by the thread of the world.
 */
public final class SimulatedNetwork {

	/** Machines in one building. */
	private static final SimulatedLatency USUAL = SimulatedLatency.of(Duration.ofNanos(50_000),
			Duration.ofNanos(299_999));

	private final VirtualTime world;

	private final SplittableRandom random;

	private final MessageCodec codec = new MessageCodec(MessageCodec.LARGEST_MESSAGE_BYTES);

	private final NetworkPaths paths = new NetworkPaths();

	/** The process of each node that was started last, alive or not. */
	private final Map<Integer, SimulatedTransport> transports = new TreeMap<>();

	private final NetworkTally tally = new NetworkTally();

	private SimulatedLatency latency = USUAL;

	private NetworkFaults faults = NetworkFaults.NONE;

	private int strayGeneration;

	private MessageFilter filter = (from, to, message) -> true;

	private final List<MessageListener> listeners = new ArrayList<>();

	/**
	 * Create a network without nodes.
	 * @param world the world it is in
	 */
	public SimulatedNetwork(VirtualTime world) {
		this.world = world;
		this.random = world.newRandom();
	}

	/**
	 * Create the transport of a process. Where the node had one before, that one must
	 * have been closed, or have {@linkplain #crash(int) crashed}.
	 * @param nodeId the node
	 * @param startNumber which start of it this is
	 * @return a transport, not yet started
	 */
	public Transport transportOf(int nodeId, long startNumber) {
		SimulatedTransport previous = this.transports.get(nodeId);
		if (previous != null && !previous.isClosed()) {
			throw new IllegalStateException("Node " + nodeId + " still runs its start " + previous.startNumber());
		}
		SimulatedTransport transport = new SimulatedTransport(nodeId, startNumber, this);
		this.transports.put(nodeId, transport);
		return transport;
	}

	/**
	 * End the process of a node: from now on nothing is sent or reported there. The other
	 * nodes notice as they would if the operating system closed its connections; what it
	 * had sent arrives before that.
	 * @param nodeId the node
	 */
	public void crash(int nodeId) {
		SimulatedTransport transport = this.transports.get(nodeId);
		if (transport != null) {
			transport.close();
		}
	}

	/**
	 * Set how long messages take from now on when nothing is wrong.
	 * @param latency the time of one message
	 */
	public void latency(SimulatedLatency latency) {
		this.latency = latency;
	}

	/**
	 * Set how often accidents happen from now on.
	 * @param faults the faults
	 */
	public void faults(NetworkFaults faults) {
		this.faults = faults;
	}

	/**
	 * Lose all copies that went astray and have not turned up yet.
	 */
	public void forgetStrays() {
		this.strayGeneration++;
	}

	/**
	 * Drop from now on what does not pass a filter, in place of the filter before.
	 * @param filter the filter
	 */
	public void filter(MessageFilter filter) {
		this.filter = filter;
	}

	/**
	 * Have every message told that is sent from now on.
	 * @param listener must not change anything in the world
	 */
	public void addListener(MessageListener listener) {
		this.listeners.add(listener);
	}

	/**
	 * Lose what is sent in one direction.
	 * @param from the sender
	 * @param to the receiver
	 */
	public void cut(int from, int to) {
		this.paths.cut(from, to);
	}

	/**
	 * Undo a cut.
	 * @param from the sender
	 * @param to the receiver
	 */
	public void heal(int from, int to) {
		this.paths.heal(from, to);
	}

	/**
	 * Undo all cuts.
	 */
	public void healAll() {
		this.paths.healAll();
	}

	/**
	 * Cut a node off from all others there are so far.
	 * @param nodeId the node
	 */
	public void isolate(int nodeId) {
		for (int other : this.transports.keySet()) {
			if (other != nodeId) {
				cut(nodeId, other);
				cut(other, nodeId);
			}
		}
	}

	/**
	 * Let nodes reach each other exactly if they are on a common side. Sides may overlap:
	 * two halves with one node on both make a bridge. Cuts between nodes on a common side
	 * are undone; paths from and to nodes on no side stay as they are.
	 * @param sides sets of nodes
	 */
	public void partition(Collection<? extends Set<Integer>> sides) {
		this.paths.partition(sides);
	}

	/**
	 * Let each node reach only those before and after it in a circle.
	 * @param nodeIds the nodes in the order of the circle
	 */
	public void ring(List<Integer> nodeIds) {
		List<Set<Integer>> neighbours = new ArrayList<>();
		for (int i = 0; i < nodeIds.size(); i++) {
			neighbours.add(new TreeSet<>(List.of(nodeIds.get(i), nodeIds.get((i + 1) % nodeIds.size()))));
		}
		partition(neighbours);
	}

	/**
	 * Break the connections between two nodes, which both live on: what is on its way
	 * arrives, both are told, and new connections are opened.
	 * @param one a node
	 * @param other another
	 */
	public void reset(int one, int other) {
		SimulatedTransport first = this.transports.get(one);
		SimulatedTransport second = this.transports.get(other);
		if (first != null && second != null) {
			first.reset(other);
			second.reset(one);
		}
	}

	/**
	 * Break the connection that one node has opened to another: it is told at once. What
	 * the other had sent on its own connection still arrives.
	 * @param opener a node
	 * @param accepter another
	 */
	public void loseConnection(int opener, int accepter) {
		SimulatedTransport transport = this.transports.get(opener);
		if (transport != null) {
			transport.reset(accepter);
		}
	}

	/**
	 * Hold back what is sent in one direction, as a receiver does that reads nothing:
	 * requests are turned down, answers wait.
	 * @param from the sender
	 * @param to the receiver
	 */
	public void clog(int from, int to) {
		this.paths.clog(from, to);
	}

	/**
	 * Let everything that is sent in one direction take longer, in order.
	 * @param from the sender
	 * @param to the receiver
	 * @param lag how much longer; zero to undo it
	 */
	public void lag(int from, int to, Duration lag) {
		this.paths.lag(from, to, lag.toNanos());
	}

	/**
	 * Undo {@link #clog(int, int)}: what waits is sent, and who was turned down is told
	 * that the link takes requests again.
	 * @param from the sender
	 * @param to the receiver
	 */
	public void unclog(int from, int to) {
		this.paths.unclog(from, to);
		this.transports.values().forEach((transport) -> transport.unclogged(from, to));
	}

	/**
	 * Return what has happened so far.
	 * @return the counts
	 */
	public NetworkCounts counts() {
		return this.tally.counts();
	}

	VirtualTime world() {
		return this.world;
	}

	MessageCodec codec() {
		return this.codec;
	}

	NetworkPaths paths() {
		return this.paths;
	}

	NetworkFaults faults() {
		return this.faults;
	}

	MessageFilter filter() {
		return this.filter;
	}

	void tell(int from, int to, Message message, byte[] bytes) {
		for (MessageListener listener : this.listeners) {
			listener.sent(from, to, message, bytes);
		}
	}

	NetworkTally tally() {
		return this.tally;
	}

	@Nullable SimulatedTransport transport(int nodeId) {
		return this.transports.get(nodeId);
	}

	/** Let a copy turn up much later, unless it is forgotten by then. */
	void stray(Runnable arrival) {
		int generation = this.strayGeneration;
		this.tally.strayed();
		this.world.schedule(upTo(this.faults.longestStray()), () -> {
			if (generation == this.strayGeneration) {
				arrival.run();
			}
		});
	}

	boolean chance(double rate) {
		return rate > 0 && this.random.nextDouble() < rate;
	}

	/** How long a message takes when nothing is wrong. */
	long latencyNanos(int from, int to) {
		return latencyNanos() + this.paths.lagNanos(from, to);
	}

	long latencyNanos() {
		return this.latency.drawNanos(this.random);
	}

	/**
	 * How long a slow message takes: most a few milliseconds, one in a thousand a
	 * thousand times that.
	 */
	long slowNanos() {
		double stretch = 1 / (1 - this.random.nextDouble());
		return (long) Math.min(1_000_000 * stretch, this.faults.longestDelay().toNanos());
	}

	long upTo(Duration longest) {
		return this.random.nextLong(longest.toNanos());
	}

	/** Spread evenly between three quarters and five quarters of a duration. */
	long around(long nanos) {
		return nanos * 3 / 4 + this.random.nextLong(nanos / 2);
	}

}
