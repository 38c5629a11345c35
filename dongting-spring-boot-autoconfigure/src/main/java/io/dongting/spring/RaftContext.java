package io.dongting.spring;

import java.time.Instant;
import java.util.Random;
import java.util.random.RandomGenerator;

/**
 * Where in the log a command stands: what it may depend on beside its arguments, the same
 * on every node. Declare it as a parameter of a {@link RaftCommand} method; callers pass
 * {@link #FROM_LOG}.
 *
 * @param index the position of the command in the log
 * @param term the term of the leader that wrote it there
 * @param time the clock of that leader, never going back along the log: the one clock a
 * command may use
 * @param random the one source of chance that a command may use: the same numbers on
 * every node, and again when the log is applied again. They are no secret, since whoever
 * knows where the command stands can work them out: do not make keys or passwords of
 * them. Not thread-safe, and of use only while the command runs. Where nodes run
 * different versions of Java, keep to the methods for which {@link Random} fixes the
 * algorithm: {@code nextInt()}, {@code nextInt(int)}, {@code nextLong()},
 * {@code nextBoolean()}, {@code nextDouble()}, {@code nextFloat()},
 * {@code nextGaussian()} and {@code nextBytes(byte[])}
 */
public record RaftContext(long index, long term, Instant time, RandomGenerator random) {

	/** What a caller passes: the context is filled in where the command is applied. */
	public static final RaftContext FROM_LOG = new RaftContext(0, 0, Instant.EPOCH, RaftContext::notHere);

	/**
	 * Create the context of a command as the log makes it, with a source of chance that
	 * depends on nothing but the place in the log.
	 * @param index the position of the command in the log
	 * @param term the term of the leader that wrote it there
	 * @param time the clock of that leader
	 */
	public RaftContext(long index, long term, Instant time) {
		this(index, term, time, new Random(seed(index, term, time)));
	}

	/**
	 * Groups have entries at the same index and in the same term, but hardly at the same
	 * time.
	 */
	private static long seed(long index, long term, Instant time) {
		long seed = mix(index);
		seed = mix(seed ^ term);
		seed = mix(seed ^ time.getEpochSecond());
		return mix(seed ^ time.getNano());
	}

	/**
	 * The generators of neighbouring entries must not resemble each other, so each bit
	 * has to change about half of all others (the finaliser of SplitMix64).
	 */
	private static long mix(long value) {
		long mixed = value + 0x9E3779B97F4A7C15L;
		mixed = (mixed ^ (mixed >>> 30)) * 0xBF58476D1CE4E5B9L;
		mixed = (mixed ^ (mixed >>> 27)) * 0x94D049BB133111EBL;
		return mixed ^ (mixed >>> 31);
	}

	private static long notHere() {
		throw new IllegalStateException("There is no chance before a command stands in the log.");
	}

}
