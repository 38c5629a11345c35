package io.dongting.simulation;

import java.time.Duration;
import java.util.SplittableRandom;

/**
 * How often messages meet with an accident in a {@link SimulatedNetwork}. All rates are
 * probabilities per message. A link without accidents keeps order.
 *
 * @param dropRate a message is lost
 * @param duplicateRate a message arrives once more, a little later
 * @param reorderRate a message does not wait for those before it
 * @param slowRate a message takes longer than usual, with a heavy tail; those behind it
 * on the link wait
 * @param longestDelay how long a slow message takes at most
 * @param strayRate a copy of a message turns up much later, outside its link: perhaps at
 * the next process with the receiver's node id, perhaps when its sender has been started
 * anew
 * @param longestStray how much later at most
 */
public record NetworkFaults(double dropRate, double duplicateRate, double reorderRate, double slowRate,
		Duration longestDelay, double strayRate, Duration longestStray) {

	/** A network without accidents. */
	public static final NetworkFaults NONE = new NetworkFaults(0, 0, 0, 0, Duration.ofSeconds(1), 0,
			Duration.ofSeconds(10));

	public NetworkFaults {
		requireRate("dropRate", dropRate);
		requireRate("duplicateRate", duplicateRate);
		requireRate("reorderRate", reorderRate);
		requireRate("slowRate", slowRate);
		requireRate("strayRate", strayRate);
		requirePositive("longestDelay", longestDelay);
		requirePositive("longestStray", longestStray);
	}

	/**
	 * Draw first which accidents there are at all, then how often: runs in which one kind
	 * is frequent and another absent find more than runs with a little of everything.
	 * @param random the source
	 * @return the faults
	 */
	public static NetworkFaults draw(SplittableRandom random) {
		double most = (random.nextInt(4) == 0) ? 1 : 0.25;
		return new NetworkFaults(rate(random, 0.2), rate(random, most), rate(random, most), rate(random, 0.2),
				Duration.ofMillis(random.nextLong(10, 5_000)), rate(random, 0.05),
				Duration.ofMillis(random.nextLong(100, 60_000)));
	}

	private static double rate(SplittableRandom random, double most) {
		boolean exists = random.nextBoolean();
		double rate = random.nextDouble() * most;
		return exists ? rate : 0;
	}

	private static void requireRate(String name, double rate) {
		if (!(rate >= 0 && rate <= 1)) {
			throw new IllegalArgumentException(name + " is no probability: " + rate);
		}
	}

	private static void requirePositive(String name, Duration duration) {
		if (duration.isNegative() || duration.isZero()) {
			throw new IllegalArgumentException(name + " must be positive, not " + duration);
		}
	}

}
