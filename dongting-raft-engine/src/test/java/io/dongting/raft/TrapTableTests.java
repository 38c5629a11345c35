package io.dongting.raft;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The table of traps names tests that exist and say themselves which traps they are for.
 */
class TrapTableTests {

	private static final Path TABLE = Path.of("TRAPS.md");

	private static final Path TRANSCRIPTS = Path.of("src", "test", "resources", "transcripts");

	private static final Path SOURCES = Path.of("src", "test", "java");

	private static final Pattern ROW = Pattern.compile("\\| ([PD]\\d+|[A-N]) \\| (.+) \\| (.+) \\|");

	private static final Pattern TEST = Pattern.compile("`([^`]+)`");

	private static final Pattern NOT_YET = Pattern
		.compile("not yet: needs (snapshots|membership changes|leadership transfer)");

	private static final Pattern NUMBER = Pattern.compile("\\b([PD]\\d+|[A-N])\\b");

	/** As in "traps P3, P4 and D23". */
	private static final Pattern MENTION = Pattern
		.compile("\\b[Tt]raps? (([PD]\\d+|[A-N])\\b((, | and )([PD]\\d+|[A-N])\\b)*)");

	@Test
	void everyTrapIsInTheTableOnce() throws IOException {
		List<String> expected = new ArrayList<>();
		IntStream.rangeClosed(1, 30).forEach((number) -> expected.add("P" + number));
		IntStream.rangeClosed(1, 25).forEach((number) -> expected.add("D" + number));
		"ABCDEFGHIJKLMN".chars().forEach((letter) -> expected.add(String.valueOf((char) letter)));
		assertThat(rows().stream().map(Row::trap)).containsExactlyElementsOf(expected);
	}

	@Test
	void everyTrapHasTestsOrWaitsForWhatItIsAbout() throws IOException {
		assertThat(rows()).allSatisfy((row) -> assertThat(row.seenBy())
			.matches((text) -> !row.tests().isEmpty() || NOT_YET.matcher(text).matches(), "is a test or a reason"));
	}

	@Test
	void everyTestExistsAndCarriesItsNumber() throws IOException {
		TreeMap<String, String> sources = sources();
		List<String> wrong = new ArrayList<>();
		for (Row row : rows()) {
			for (String test : row.tests()) {
				String text = test.endsWith(".txt") ? transcript(test) : method(sources, test);
				if (text.isEmpty()) {
					wrong.add(row.trap() + ": there is no " + test);
				}
				else if (!mentioned(text).contains(row.trap())) {
					wrong.add(row.trap() + ": " + test + " does not say that it is for this trap");
				}
			}
		}
		assertThat(wrong).isEmpty();
	}

	@Test
	void everyTranscriptIsInTheTable() throws IOException {
		Set<String> named = rows().stream().flatMap((row) -> row.tests().stream()).collect(Collectors.toSet());
		try (Stream<Path> files = Files.list(TRANSCRIPTS)) {
			assertThat(files.map((file) -> file.getFileName().toString())).isNotEmpty().allMatch(named::contains);
		}
	}

	private static List<Row> rows() throws IOException {
		return Files.readAllLines(TABLE)
			.stream()
			.map(ROW::matcher)
			.filter(Matcher::matches)
			.map((row) -> new Row(row.group(1), row.group(3)))
			.toList();
	}

	private static TreeMap<String, String> sources() throws IOException {
		TreeMap<String, String> sources = new TreeMap<>();
		try (Stream<Path> files = Files.walk(SOURCES)) {
			for (Path file : files.filter((path) -> path.toString().endsWith("Tests.java")).toList()) {
				String name = file.getFileName().toString();
				sources.put(name.substring(0, name.length() - ".java".length()), Files.readString(file));
			}
		}
		return sources;
	}

	private static String transcript(String name) throws IOException {
		Path file = TRANSCRIPTS.resolve(name);
		return Files.exists(file) ? Files.readString(file) : "";
	}

	/**
	 * Return what is said of a test: all before its class, and all from the blank line
	 * before its method to its end.
	 * @param sources the text of each class
	 * @param test class and method
	 * @return the text, empty if there is no such test
	 */
	private static String method(TreeMap<String, String> sources, String test) {
		String[] names = test.split("#");
		String source = sources.getOrDefault(names[0], "");
		int signature = (names.length == 2) ? source.indexOf("void " + names[1] + "(") : -1;
		if (signature < 0) {
			return "";
		}
		int begin = source.lastIndexOf("\n\n", signature);
		int end = source.indexOf("\n\t}\n", signature);
		int type = source.indexOf("class " + names[0]);
		return source.substring(0, type) + source.substring(begin, end);
	}

	private static Set<String> mentioned(String text) {
		String joined = text.replaceAll("\\s*\\n\\s*(\\*|//|#)?\\s*", " ");
		return MENTION.matcher(joined)
			.results()
			.flatMap((mention) -> NUMBER.matcher(mention.group(1)).results())
			.map(MatchResult::group)
			.collect(Collectors.toCollection(TreeSet::new));
	}

	/**
	 * A line of the table.
	 *
	 * @param trap the number of the trap
	 * @param seenBy what sees it
	 */
	private record Row(String trap, String seenBy) {

		List<String> tests() {
			return TEST.matcher(this.seenBy).results().map((test) -> test.group(1)).toList();
		}

	}

}
