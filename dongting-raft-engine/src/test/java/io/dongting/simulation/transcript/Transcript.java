package io.dongting.simulation.transcript;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;

/**
 * A text of directives, each followed by what was seen of it. A line that begins with
 * {@code >} is a directive, one that begins with {@code #} a remark; the others are what
 * was seen.
 *
 * @param parts what the text consists of, in order
 */
record Transcript(List<Part> parts) {

	private static final String DIRECTIVE = "> ";

	static Transcript parse(List<String> lines) {
		List<Part> parts = new ArrayList<>();
		List<String> output = new ArrayList<>();
		for (String line : lines) {
			if (line.startsWith(DIRECTIVE)) {
				output = new ArrayList<>();
				parts.add(new Directive(line.substring(DIRECTIVE.length()), output));
			}
			else if (line.isBlank() || line.startsWith("#")) {
				parts.add(new Remark(line));
			}
			else if (parts.isEmpty()) {
				throw new IllegalArgumentException("Not a directive, and nothing can have been seen yet: " + line);
			}
			else {
				output.add(line);
			}
		}
		return new Transcript(parts);
	}

	/**
	 * Do all directives.
	 * @param does does one and returns what is seen of it
	 * @return the same text with what is seen now
	 */
	Transcript play(Function<String, List<String>> does) {
		List<Part> played = new ArrayList<>();
		for (Part part : this.parts) {
			played.add((part instanceof Directive directive)
					? new Directive(directive.text(), does.apply(directive.text())) : part);
		}
		return new Transcript(played);
	}

	List<String> lines() {
		List<String> lines = new ArrayList<>();
		for (Part part : this.parts) {
			if (part instanceof Directive directive) {
				lines.add(DIRECTIVE + directive.text());
				lines.addAll(directive.output());
			}
			else if (part instanceof Remark remark) {
				lines.add(remark.text());
			}
		}
		return lines;
	}

	/** A line, or one and what follows it. */
	sealed interface Part permits Remark, Directive {

	}

	/**
	 * Something for readers only.
	 *
	 * @param text the line
	 */
	record Remark(String text) implements Part {

	}

	/**
	 * Something to do.
	 *
	 * @param text what to do
	 * @param output what is seen of it, a line each
	 */
	record Directive(String text, List<String> output) implements Part {

	}

}
