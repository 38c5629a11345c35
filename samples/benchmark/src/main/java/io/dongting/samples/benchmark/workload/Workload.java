package io.dongting.samples.benchmark.workload;

import java.util.List;
import java.util.Locale;
import java.util.Set;

import io.dongting.samples.benchmark.contest.Command;
import io.dongting.samples.benchmark.contest.Freshness;
import io.dongting.samples.benchmark.contest.ReadPlace;

/**
 * What is measured.
 *
 * @param name its name
 * @param voters how many nodes there are, all in one process
 * @param groups how many groups each node hosts; commands go to all in turns
 * @param commandBytes the size of a command
 * @param fsync whether commands are durable on a majority before they are answered
 * @param kind what kind of load it is
 * @param inFlight how many commands wait for their outcome at any time, in a closed loop
 * @param ratePerSecond how many commands begin in a second, in an open loop and beside
 * reads
 * @param freshness how reads are kept fresh
 * @param place where is read
 * @param readers how many threads read
 */
public record Workload(String name, int voters, int groups, int commandBytes, boolean fsync, Kind kind, int inFlight,
		int ratePerSecond, Freshness freshness, ReadPlace place, int readers) {

	/** The names of the arguments of which a workload is made. */
	public static final Set<String> NAMES = Set.of("voters", "groups", "bytes", "fsync", "kind", "in-flight", "rate",
			"freshness", "place", "readers");

	/** Three voters, one group, 256 bytes, fsync, 2000 commands in flight. */
	static final Workload USUAL = new Workload("throughput", 3, 1, 256, true, Kind.CLOSED, 2000, 2000, Freshness.LEASE,
			ReadPlace.LEADER, 1);

	public Workload {
		if (commandBytes < Command.SMALLEST_BYTES) {
			throw new IllegalArgumentException(
					"A command has " + Command.SMALLEST_BYTES + " bytes at least, not " + commandBytes);
		}
		if (place == ReadPlace.FOLLOWER && kind == Kind.READS && voters == 1) {
			throw new IllegalArgumentException("One voter has no follower to read from");
		}
	}

	/**
	 * Read a workload; what the arguments do not say is as usual.
	 * @param name its name
	 * @param arguments what it is like
	 * @return the workload
	 */
	public static Workload parse(String name, Arguments arguments) {
		return USUAL.with(name, arguments);
	}

	private Workload with(String otherName, Arguments arguments) {
		return new Workload(otherName, arguments.number("voters", this.voters), arguments.number("groups", this.groups),
				arguments.number("bytes", this.commandBytes), arguments.flag("fsync", this.fsync),
				arguments.constant("kind", this.kind), arguments.number("in-flight", this.inFlight),
				arguments.number("rate", this.ratePerSecond), arguments.constant("freshness", this.freshness),
				arguments.constant("place", this.place), arguments.number("readers", this.readers));
	}

	/**
	 * Return the arguments from which {@link #parse} makes this workload.
	 * @return arguments of the form {@code name=value}
	 */
	public List<String> toArguments() {
		return List.of("voters=" + this.voters, "groups=" + this.groups, "bytes=" + this.commandBytes,
				"fsync=" + this.fsync, "kind=" + this.kind, "in-flight=" + this.inFlight, "rate=" + this.ratePerSecond,
				"freshness=" + this.freshness, "place=" + this.place, "readers=" + this.readers);
	}

	/**
	 * Describe the workload.
	 * @return what it is, for people
	 */
	public String describe() {
		String load = switch (this.kind) {
			case CLOSED -> this.inFlight + " in flight";
			case OPEN -> this.ratePerSecond + " a second, whatever becomes of them";
			case READS -> "%s reads on the %s by %d thread%s, beside %d commands a second".formatted(this.freshness,
					this.place.name().toLowerCase(Locale.ROOT), this.readers, (this.readers > 1) ? "s" : "",
					this.ratePerSecond);
		};
		return "%d voter%s, %d group%s, %d bytes, fsync %s, %s".formatted(this.voters, (this.voters > 1) ? "s" : "",
				this.groups, (this.groups > 1) ? "s" : "", this.commandBytes, this.fsync ? "on" : "off", load);
	}

	/**
	 * Return whether it is the usual workload but for the number in flight.
	 * @return whether it belongs to the series over the number in flight
	 */
	public boolean isOfWindowSeries() {
		return this.kind == Kind.CLOSED && this.voters == USUAL.voters && this.groups == USUAL.groups
				&& this.commandBytes == USUAL.commandBytes && this.fsync == USUAL.fsync;
	}

	/** A kind of load. */
	public enum Kind {

		/** Each outcome makes room for the next command. */
		CLOSED,

		/** Commands begin at fixed times. */
		OPEN,

		/** Reads beside commands that begin at fixed times. */
		READS

	}

}
