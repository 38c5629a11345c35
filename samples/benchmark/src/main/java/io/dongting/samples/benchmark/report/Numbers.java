package io.dongting.samples.benchmark.report;

import java.util.Locale;

import io.dongting.samples.benchmark.result.Spread;

/**
 * Writes numbers as exactly as anybody reads them.
 */
final class Numbers {

	private static final double WHOLE = 100;

	private static final double ONE_DIGIT = 10;

	private Numbers() {
	}

	static String shortly(double value) {
		if (Double.isNaN(value)) {
			return "–";
		}
		String format = (value >= WHOLE) ? "%.0f" : (value >= ONE_DIGIT) ? "%.1f" : "%.2f";
		return String.format(Locale.ROOT, format, value);
	}

	static String withSpread(Spread spread) {
		return spread.isKnown()
				? "%s (%s–%s)".formatted(shortly(spread.median()), shortly(spread.least()), shortly(spread.most()))
				: "–";
	}

}
