package io.dongting.samples.benchmark.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.DoubleUnaryOperator;

/**
 * Lines over steps that are named, as an SVG picture that needs nothing else.
 */
final class LineChart {

	private static final int WIDTH = 860;

	private static final int HEIGHT = 420;

	private static final int LEFT = 90;

	private static final int RIGHT = 150;

	private static final int TOP = 50;

	private static final int BOTTOM = 60;

	private static final int GRID_LINES = 5;

	/** Told apart in most kinds of colour blindness. */
	private static final List<String> COLOURS = List.of("#0072b2", "#e69f00", "#009e73", "#cc79a7", "#56b4e9",
			"#d55e00");

	private final String title;

	private final String stepsLabel;

	private final String valuesLabel;

	private final List<String> steps;

	private final boolean logarithmic;

	private final Map<String, List<Double>> lines = new LinkedHashMap<>();

	/**
	 * Create a chart.
	 * @param title what it shows
	 * @param stepsLabel what is from left to right
	 * @param valuesLabel what is from bottom to top
	 * @param steps the names of the steps, from left to right
	 * @param logarithmic whether equal distances upwards are equal factors
	 */
	LineChart(String title, String stepsLabel, String valuesLabel, List<String> steps, boolean logarithmic) {
		this.title = title;
		this.stepsLabel = stepsLabel;
		this.valuesLabel = valuesLabel;
		this.steps = List.copyOf(steps);
		this.logarithmic = logarithmic;
	}

	/**
	 * Add a line.
	 * @param name its name
	 * @param values a value for each step, not a number where there is none
	 */
	void add(String name, List<Double> values) {
		if (values.size() != this.steps.size()) {
			throw new IllegalArgumentException(values.size() + " values for " + this.steps.size() + " steps");
		}
		this.lines.put(name, List.copyOf(values));
	}

	String toSvg() {
		List<String> elements = new ArrayList<>();
		double[] range = range();
		DoubleUnaryOperator height = (value) -> TOP + (1 - share(value, range)) * (HEIGHT - TOP - BOTTOM);
		elements.add(text(WIDTH / 2, TOP / 2, "middle", "16", this.title));
		elements.add(text((LEFT + WIDTH - RIGHT) / 2, HEIGHT - 15, "middle", "13", this.stepsLabel));
		elements.add("<g transform=\"translate(18 %d) rotate(-90)\">%s</g>".formatted(HEIGHT / 2,
				text(0, 0, "middle", "13", this.valuesLabel)));
		addGrid(elements, range, height);
		for (int step = 0; step < this.steps.size(); step++) {
			elements.add(text(left(step), HEIGHT - BOTTOM + 20, "middle", "12", this.steps.get(step)));
		}
		int number = 0;
		for (Map.Entry<String, List<Double>> line : this.lines.entrySet()) {
			addLine(elements, number++, line.getKey(), line.getValue(), height);
		}
		return """
				<svg xmlns="http://www.w3.org/2000/svg" width="%d" height="%d" font-family="sans-serif">
				<rect width="100%%" height="100%%" fill="white"/>
				%s
				</svg>
				""".formatted(WIDTH, HEIGHT, String.join("\n", elements));
	}

	private void addGrid(List<String> elements, double[] range, DoubleUnaryOperator height) {
		for (int i = 0; i <= GRID_LINES; i++) {
			double share = (double) i / GRID_LINES;
			double value = this.logarithmic ? range[0] * Math.pow(range[1] / range[0], share)
					: range[0] + share * (range[1] - range[0]);
			double top = height.applyAsDouble(value);
			elements.add(
					String.format(Locale.ROOT, "<line x1=\"%d\" x2=\"%d\" y1=\"%.1f\" y2=\"%.1f\" stroke=\"#dddddd\"/>",
							LEFT, WIDTH - RIGHT, top, top));
			elements.add(text(LEFT - 8, (int) top + 4, "end", "12", Numbers.shortly(value)));
		}
	}

	private void addLine(List<String> elements, int number, String name, List<Double> values,
			DoubleUnaryOperator height) {
		String colour = COLOURS.get(number % COLOURS.size());
		List<String> points = new ArrayList<>();
		for (int step = 0; step < values.size(); step++) {
			double value = values.get(step);
			if (Double.isFinite(value)) {
				String point = String.format(Locale.ROOT, "%d,%.1f", left(step), height.applyAsDouble(value));
				points.add(point);
				String[] parts = point.split(",");
				elements.add("<circle cx=\"%s\" cy=\"%s\" r=\"3.5\" fill=\"%s\"><title>%s, %s: %s</title></circle>"
					.formatted(parts[0], parts[1], colour, escape(name), escape(this.steps.get(step)),
							Numbers.shortly(value)));
			}
		}
		elements.add("<polyline points=\"%s\" fill=\"none\" stroke=\"%s\" stroke-width=\"2\"/>"
			.formatted(String.join(" ", points), colour));
		int top = TOP + 10 + number * 22;
		elements.add("<rect x=\"%d\" y=\"%d\" width=\"14\" height=\"4\" fill=\"%s\"/>".formatted(WIDTH - RIGHT + 20,
				top - 6, colour));
		elements.add(text(WIDTH - RIGHT + 40, top, "start", "13", name));
	}

	private int left(int step) {
		int width = WIDTH - LEFT - RIGHT;
		return (this.steps.size() == 1) ? LEFT + width / 2 : LEFT + 20 + step * (width - 40) / (this.steps.size() - 1);
	}

	private double share(double value, double[] range) {
		return this.logarithmic ? Math.log(Math.max(value, range[0]) / range[0]) / Math.log(range[1] / range[0])
				: (value - range[0]) / (range[1] - range[0]);
	}

	private double[] range() {
		double[] values = this.lines.values()
			.stream()
			.flatMap(List::stream)
			.mapToDouble(Double::doubleValue)
			.filter((value) -> Double.isFinite(value) && value > 0)
			.sorted()
			.toArray();
		if (values.length == 0) {
			return new double[] { 1, 10 };
		}
		double most = values[values.length - 1];
		return this.logarithmic ? new double[] { values[0] / 1.5, most * 1.5 } : new double[] { 0, most * 1.05 };
	}

	private static String text(int left, int top, String anchor, String size, String content) {
		return "<text x=\"%d\" y=\"%d\" text-anchor=\"%s\" font-size=\"%s\">%s</text>".formatted(left, top, anchor,
				size, escape(content));
	}

	private static String escape(String text) {
		return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;");
	}

}
