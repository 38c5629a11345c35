package io.dongting.simulation;

import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * How often things happened that a run is made for. What never happens was not tested.
 */
public final class Coverage {

	private final Map<String, Long> counts = new HashMap<>();

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

	/**
	 * Return what of some things never happened.
	 * @param expected names of what should
	 * @return those that did not
	 */
	public List<String> missing(Collection<String> expected) {
		return expected.stream().filter((what) -> count(what) == 0).toList();
	}

	@Override
	public String toString() {
		return new TreeMap<>(this.counts).toString();
	}

}
