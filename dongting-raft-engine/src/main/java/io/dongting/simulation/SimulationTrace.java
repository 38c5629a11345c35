package io.dongting.simulation;

import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

import io.dongting.fiber.Clock;
import io.dongting.fiber.VirtualTime;
import io.dongting.raft.transport.Message;
import org.jspecify.annotations.Nullable;

/**
 * What happens in a {@link SimulatedCluster}: a hash over everything, by which two runs
 * can be told to be the same, and the last events, for people.
 *
 * <p>
 * An event costs next to nothing until somebody wants to read it.
 */
public final class SimulationTrace {

	private static final int KEPT = 400;

	private final Clock clock;

	private final Event[] last = new Event[KEPT];

	private long count;

	private long hash;

	/**
	 * Create a trace.
	 * @param world the world it is about
	 */
	public SimulationTrace(VirtualTime world) {
		this.clock = world.clock();
		Arrays.setAll(this.last, (i) -> new Event());
	}

	/**
	 * Trace a cluster: its messages, what its nodes write, when they begin and end.
	 * @param cluster the cluster, with no node running yet
	 * @return the trace
	 */
	public static SimulationTrace of(SimulatedCluster cluster) {
		SimulationTrace trace = new SimulationTrace(cluster.world());
		cluster.network().addListener(trace::sent);
		for (SimulatedNode node : cluster.nodes()) {
			node.disk().onOperation((operation) -> trace.written(node, operation));
		}
		cluster.addListener(new SimulatedCluster.NodeListener() {

			@Override
			public void started(SimulatedNode node) {
				trace.add(node.nodeId(), "starts", node.starts(), 0, null);
			}

			@Override
			public void ended(SimulatedNode node) {
				trace.add(node.nodeId(), "ends", node.starts(), 0, null);
			}

			@Override
			public void failed(SimulatedNode node, String source, Throwable failure) {
				trace.add(node.nodeId(), "fails", 0, 0, source + ": " + failure);
			}

		});
		return trace;
	}

	/**
	 * Note an event.
	 * @param nodeId where
	 * @param what what happened, a constant
	 * @param first a number that goes with it
	 * @param second another
	 * @param detail something immutable that describes it further, or {@code null}; not
	 * part of the hash
	 */
	public void add(int nodeId, String what, long first, long second, @Nullable Object detail) {
		Event event = this.last[(int) (this.count++ % KEPT)];
		event.timeNanos = this.clock.nanoTime();
		event.nodeId = nodeId;
		event.what = what;
		event.first = first;
		event.second = second;
		event.detail = detail;
		mix(event.timeNanos);
		mix(((long) nodeId << Integer.SIZE) + what.hashCode());
		mix(first);
		mix(second);
	}

	private void sent(int fromNodeId, int toNodeId, Message message, byte[] bytes) {
		add(fromNodeId, "sends to node", toNodeId, Arrays.hashCode(bytes), message);
	}

	private void written(SimulatedNode node, DiskOperation operation) {
		add(node.nodeId(), "disk", operation.kind().ordinal() * 31L + operation.path().hashCode(),
				operation.position() * 31 + operation.sizeBytes(), operation);
	}

	private void mix(long value) {
		long mixed = (this.hash ^ value) * 0x9E3779B97F4A7C15L;
		this.hash = mixed ^ (mixed >>> 29);
	}

	/**
	 * Return what two runs have in common exactly if they were the same.
	 * @return the hash of all events so far
	 */
	public long hash() {
		return this.hash;
	}

	/**
	 * Return how much has happened.
	 * @return the number of events
	 */
	public long count() {
		return this.count;
	}

	/**
	 * Describe the last events.
	 * @param most how many at most
	 * @return a line for each, oldest first
	 */
	public List<String> lastEvents(int most) {
		List<String> lines = new ArrayList<>();
		for (long i = Math.max(0, this.count - Math.min(most, KEPT)); i < this.count; i++) {
			lines.add(this.last[(int) (i % KEPT)].toString());
		}
		return lines;
	}

	/** Used again and again. */
	private static final class Event {

		private long timeNanos;

		private int nodeId;

		private String what = "";

		private long first;

		private long second;

		private @Nullable Object detail;

		@Override
		public String toString() {
			String numbers = (this.detail != null) ? "" : " " + this.first + " " + this.second;
			String target = (this.detail instanceof Message) ? " " + this.first : "";
			return String.format("%14s node %d %s%s%s %s", Duration.ofNanos(this.timeNanos), this.nodeId, this.what,
					target, numbers, (this.detail != null) ? this.detail : "");
		}

	}

}
