package io.dongting.simulation.swarm;

import java.util.Map;
import java.util.TreeMap;

/**
 * How often things happened that a run is made for. What never happens was not tested.
 */
public final class Coverage {

	private final Map<String, Long> counts = new TreeMap<>();

	/**
	 * Note that something has happened.
	 * @param what what it was
	 * @param times how often
	 */
	public void add(String what, long times) {
		this.counts.merge(what, times, Long::sum);
	}

	/**
	 * Take in what happened in another run.
	 * @param other its coverage
	 */
	public void addAll(Coverage other) {
		other.counts.forEach(this::add);
	}

	/**
	 * Return how often something happened.
	 * @param what what it was
	 * @return the count
	 */
	public long count(String what) {
		return this.counts.getOrDefault(what, 0L);
	}

	@Override
	public String toString() {
		return this.counts.toString();
	}

}
