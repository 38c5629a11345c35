package io.dongting.samples.benchmark.result;

import java.util.Arrays;
import java.util.Collection;

/**
 * The same figure of several rounds.
 *
 * @param median the median; of two that are in the middle the lesser
 * @param least the least
 * @param most the greatest
 */
public record Spread(double median, double least, double most) {

	/** There was no round. */
	public static final Spread NONE = new Spread(Double.NaN, Double.NaN, Double.NaN);

	/**
	 * Sum up the rounds.
	 * @param figures the figures of all rounds
	 * @return their spread
	 */
	public static Spread of(Collection<Double> figures) {
		double[] sorted = figures.stream().mapToDouble(Double::doubleValue).filter(Double::isFinite).toArray();
		if (sorted.length == 0) {
			return NONE;
		}
		Arrays.sort(sorted);
		return new Spread(sorted[(sorted.length - 1) / 2], sorted[0], sorted[sorted.length - 1]);
	}

	/**
	 * Return whether there was a round.
	 * @return whether there are figures
	 */
	public boolean isKnown() {
		return !Double.isNaN(this.median);
	}

}
