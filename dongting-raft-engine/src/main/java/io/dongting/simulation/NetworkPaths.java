package io.dongting.simulation;

import java.util.Collection;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;

/**
 * Which nodes reach which. A path that is cut loses what is sent from then on; what is on
 * its way arrives. A path that is clogged takes nothing and loses nothing. One that lags
 * needs longer for everything.
 */
final class NetworkPaths {

	private final Set<Path> cut = new TreeSet<>();

	private final Set<Path> clogged = new TreeSet<>();

	private final Map<Path, Long> lagNanos = new TreeMap<>();

	boolean isCut(int from, int to) {
		return !this.cut.isEmpty() && this.cut.contains(new Path(from, to));
	}

	boolean isOpenBothWays(int one, int other) {
		return !isCut(one, other) && !isCut(other, one);
	}

	boolean isClogged(int from, int to) {
		return !this.clogged.isEmpty() && this.clogged.contains(new Path(from, to));
	}

	long lagNanos(int from, int to) {
		return this.lagNanos.isEmpty() ? 0 : this.lagNanos.getOrDefault(new Path(from, to), 0L);
	}

	void lag(int from, int to, long nanos) {
		if (nanos > 0) {
			this.lagNanos.put(new Path(from, to), nanos);
		}
		else {
			this.lagNanos.remove(new Path(from, to));
		}
	}

	void cut(int from, int to) {
		this.cut.add(new Path(from, to));
	}

	void heal(int from, int to) {
		this.cut.remove(new Path(from, to));
	}

	void healAll() {
		this.cut.clear();
	}

	void clog(int from, int to) {
		this.clogged.add(new Path(from, to));
	}

	void unclog(int from, int to) {
		this.clogged.remove(new Path(from, to));
	}

	/** Two nodes reach each other if they share a side; nodes on no side are let be. */
	void partition(Collection<? extends Set<Integer>> sides) {
		Set<Integer> all = new TreeSet<>();
		sides.forEach(all::addAll);
		for (int from : all) {
			for (int to : all) {
				boolean together = sides.stream().anyMatch((side) -> side.contains(from) && side.contains(to));
				if (together) {
					heal(from, to);
				}
				else {
					cut(from, to);
				}
			}
		}
	}

	/**
	 * One direction between two nodes.
	 *
	 * @param from the sender
	 * @param to the receiver
	 */
	record Path(int from, int to) implements Comparable<Path> {

		@Override
		public int compareTo(Path other) {
			return (this.from != other.from) ? Integer.compare(this.from, other.from)
					: Integer.compare(this.to, other.to);
		}

	}

}
