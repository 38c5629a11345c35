package io.dongting.simulation.history;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Every text that somebody read or expected, with the time after which nobody does any
 * more: when the last of those operations had ended, each of them has its place in the
 * order. One whose outcome is unknown may come at any time.
 */
final class ObservedTexts {

	/** The time of what nobody ever sees. */
	static final long NEVER = Long.MIN_VALUE;

	private final TreeMap<String, Long> lastSeen = new TreeMap<>();

	ObservedTexts(List<Operation> operations) {
		operations.forEach(this::observe);
	}

	private void observe(Operation operation) {
		if (operation.ending() instanceof Ending.Read read && read.value() != null) {
			this.lastSeen.merge(read.value(), operation.endedAt(), Math::max);
		}
		if (operation.action() instanceof Action.Cas cas && cas.expected() != null) {
			boolean unknown = operation.ending() instanceof Ending.Unknown;
			this.lastSeen.merge(cas.expected(), (unknown) ? Long.MAX_VALUE : operation.endedAt(), Math::max);
		}
	}

	/**
	 * Return until when a value can be told from others of its length.
	 * @param beginning the value
	 * @return the latest time of the texts that begin with it
	 */
	long lastSeenBeginning(String beginning) {
		long last = NEVER;
		for (Map.Entry<String, Long> entry : this.lastSeen.tailMap(beginning).entrySet()) {
			if (!entry.getKey().startsWith(beginning)) {
				break;
			}
			last = Math.max(last, entry.getValue());
		}
		return last;
	}

	/**
	 * Return until when a suffix can be told from others of its length.
	 * @param part the suffix
	 * @return the latest time of the texts that contain it
	 */
	long lastSeenContaining(String part) {
		long last = NEVER;
		for (Map.Entry<String, Long> entry : this.lastSeen.entrySet()) {
			if (entry.getValue() > last && entry.getKey().contains(part)) {
				last = entry.getValue();
			}
		}
		return last;
	}

}
