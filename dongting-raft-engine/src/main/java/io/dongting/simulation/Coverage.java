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

	private final Map<String, Count> counts = new HashMap<>();

	/**
	 * Note that something has happened.
	 * @param what what it was
	 * @param times how often
	 */
	public void add(String what, long times) {
		this.counts.computeIfAbsent(what, (name) -> new Count()).times += times;
	}

	/**
	 * Take in what happened in another run.
	 * @param other its coverage
	 */
	public void addAll(Coverage other) {
		other.counts.forEach((what, count) -> add(what, count.times));
	}

	/**
	 * Return how often something happened.
	 * @param what what it was
	 * @return the count
	 */
	public long count(String what) {
		Count count = this.counts.get(what);
		return (count != null) ? count.times : 0;
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

	/** Counts often, and is read seldom. */
	private static final class Count {

		private long times;

		@Override
		public String toString() {
			return String.valueOf(this.times);
		}

	}

}
