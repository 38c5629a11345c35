package io.dongting.simulation.transcript;

import java.util.ArrayList;
import java.util.Collection;
import java.util.EnumSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

import io.dongting.fiber.Clock;

/**
 * Gathers what is seen while a directive is carried out. What happens at one instant on
 * several nodes alike is one line, and what is sent again and again is said once.
 */
final class Output {

	private static final String REPEATED = " (repeated)";

	private final Clock clock;

	private final Set<Shown> shown = EnumSet.noneOf(Shown.class);

	private final List<Line> lines = new ArrayList<>();

	/** Sent in the step under way: said after what the step has changed. */
	private final List<Line> sent = new ArrayList<>();

	Output(Clock clock) {
		this.clock = clock;
	}

	void show(Collection<Shown> kinds) {
		this.shown.clear();
		this.shown.addAll(kinds);
	}

	boolean shows(Shown kind) {
		return this.shown.contains(kind);
	}

	/** Something is true of a node now. */
	void state(Shown kind, int nodeId, String text) {
		if (shows(kind)) {
			add(new Line(this.clock.nanoTime(), text, new TreeSet<>(Set.of(nodeId)), new TreeSet<>()));
		}
	}

	/** A node has sent a message. */
	void message(Shown kind, int from, int to, String text) {
		if (shows(kind)) {
			this.sent
				.add(new Line(this.clock.nanoTime(), text, new TreeSet<>(Set.of(from)), new TreeSet<>(Set.of(to))));
		}
	}

	/** Something that concerns no single node. */
	void say(String text) {
		this.lines.add(new Line(this.clock.nanoTime(), text, new TreeSet<>(), new TreeSet<>()));
	}

	/** The changes of a step have been told: now what was sent in it. */
	void stepOver() {
		this.sent.forEach(this::add);
		this.sent.clear();
	}

	private void add(Line line) {
		for (int i = this.lines.size() - 1; i >= 0 && this.lines.get(i).timeNanos == line.timeNanos; i--) {
			if (this.lines.get(i).takeIn(line)) {
				return;
			}
		}
		this.lines.add(line);
	}

	/** Return what was seen since the last time. */
	List<String> take() {
		stepOver();
		Map<String, Integer> times = new LinkedHashMap<>();
		this.lines.forEach((line) -> times.merge(line.toString(), line.isMessage() ? 1 : 0, Integer::sum));
		List<String> texts = new ArrayList<>();
		for (Line line : this.lines) {
			String text = line.toString();
			int count = times.getOrDefault(text, 0);
			if (!line.isMessage()) {
				texts.add(text);
			}
			else if (count > 0) {
				texts.add((count > 1) ? text + REPEATED : text);
				times.put(text, 0);
			}
		}
		this.lines.clear();
		return texts;
	}

	private static final class Line {

		private final long timeNanos;

		private final String text;

		private final TreeSet<Integer> from;

		private final TreeSet<Integer> to;

		Line(long timeNanos, String text, TreeSet<Integer> from, TreeSet<Integer> to) {
			this.timeNanos = timeNanos;
			this.text = text;
			this.from = from;
			this.to = to;
		}

		boolean isMessage() {
			return !this.to.isEmpty();
		}

		boolean takeIn(Line other) {
			if (!this.text.equals(other.text) || this.from.isEmpty() || isMessage() != other.isMessage()) {
				return false;
			}
			if (!isMessage() || this.to.equals(other.to)) {
				this.from.addAll(other.from);
				return true;
			}
			return this.from.equals(other.from) && this.to.addAll(other.to);
		}

		@Override
		public String toString() {
			if (this.from.isEmpty()) {
				return this.text;
			}
			return joined(this.from) + (isMessage() ? " -> " + joined(this.to) : "") + ": " + this.text;
		}

		private static String joined(Set<Integer> nodes) {
			return nodes.stream().map(String::valueOf).collect(Collectors.joining(","));
		}

	}

}
