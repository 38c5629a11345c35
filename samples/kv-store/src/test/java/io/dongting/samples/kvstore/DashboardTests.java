package io.dongting.samples.kvstore;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import io.dongting.raft.RaftGroupConfig;
import io.dongting.raft.RaftGroupOptions;
import io.dongting.raft.core.RaftGroupImpl;
import io.dongting.raft.metrics.RaftMeters;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * The dashboard asks Prometheus for what there is.
 */
class DashboardTests {

	private static final Pattern METER = Pattern.compile("dongting_\\w+");

	private static final Pattern SELECTOR = Pattern.compile("(dongting_\\w+)\\{([^}]*)}");

	private static final Pattern LABEL = Pattern.compile("(\\w+)\\s*=~?\\s*\"");

	private static final Pattern GROUPING = Pattern.compile("by \\(([^)]*)\\)");

	private static final Pattern LEGEND = Pattern.compile("\\{\\{(\\w+)}}");

	/** Prometheus itself says where a sample comes from. */
	private static final Set<String> LABELS_OF_PROMETHEUS = Set.of("instance");

	/** The labels of every sample that a leader of others offers. */
	private static final Map<String, Set<String>> OFFERED = offered();

	private static Map<String, Set<String>> offered() {
		PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);
		RaftMeters meters = new RaftMeters();
		meters.bindTo(registry);
		RaftGroupConfig config = new RaftGroupConfig("kv", 1, new TreeSet<>(Set.of(1, 2)), Collections.emptySortedSet(),
				RaftGroupOptions.DEFAULTS);
		meters.of(new RaftGroupImpl(1, config), config.options()).peersChanged(Set.of(2));
		Map<String, Set<String>> labels = new TreeMap<>();
		registry.scrape().lines().filter((line) -> !line.startsWith("#")).forEach((line) -> {
			String name = line.substring(0, line.indexOf('{'));
			labels.computeIfAbsent(name, (sample) -> new TreeSet<>()).addAll(labelsIn(line));
		});
		return labels;
	}

	private static Set<String> labelsIn(String text) {
		return LABEL.matcher(text).results().map((found) -> found.group(1)).collect(Collectors.toSet());
	}

	private static JsonNode dashboard() throws IOException {
		return JsonMapper.shared().readTree(Files.readString(Path.of("grafana", "raft-group.json")));
	}

	static List<JsonNode> targets() throws IOException {
		return dashboard().findValues("targets").stream().flatMap((targets) -> targets.valueStream()).toList();
	}

	private static List<String> metersIn(String text) {
		return METER.matcher(text).results().map(MatchResult::group).toList();
	}

	@ParameterizedTest
	@MethodSource("targets")
	void whatAPanelShowsIsOffered(JsonNode target) {
		String expression = target.required("expr").stringValue();
		assertThat(metersIn(expression)).isNotEmpty().allSatisfy((name) -> assertThat(OFFERED).containsKey(name));
		Matcher selector = SELECTOR.matcher(expression);
		while (selector.find()) {
			assertThat(OFFERED.get(selector.group(1))).containsAll(labelsIn(selector.group(2)));
		}
	}

	@ParameterizedTest
	@MethodSource("targets")
	void whatALegendNamesIsThere(JsonNode target) {
		String expression = target.required("expr").stringValue();
		Set<String> known = new TreeSet<>(LABELS_OF_PROMETHEUS);
		metersIn(expression).forEach((name) -> known.addAll(OFFERED.getOrDefault(name, Set.of())));
		GROUPING.matcher(expression).results().forEach((grouping) -> {
			List<String> kept = Arrays.stream(grouping.group(1).split(",")).map(String::strip).toList();
			assertThat(known).containsAll(kept);
			known.retainAll(kept);
		});
		assertThat(LEGEND.matcher(target.required("legendFormat").stringValue()).results())
			.allSatisfy((label) -> assertThat(known).contains(label.group(1)));
	}

	@Test
	void theGroupIsChosenFromAMeterThatEveryNodeHas() throws IOException {
		List<String> queries = dashboard().required("templating")
			.required("list")
			.valueStream()
			.map((variable) -> variable.required("query").stringValue())
			.filter((query) -> query.startsWith("label_values"))
			.toList();
		assertThat(queries).containsExactly("label_values(dongting_raft_term, group)");
		assertThat(OFFERED).containsKey("dongting_raft_term");
	}

	@Test
	void everythingThatIsMeasuredIsShown() throws IOException {
		String all = targets().stream()
			.map((target) -> target.required("expr").stringValue())
			.collect(Collectors.joining("\n"));
		Set<String> shown = metersIn(all).stream().map(DashboardTests::meterOf).collect(Collectors.toSet());
		Set<String> offered = OFFERED.keySet().stream().map(DashboardTests::meterOf).collect(Collectors.toSet());
		assertThat(shown).containsExactlyInAnyOrderElementsOf(offered);
	}

	/** A timer or summary is several samples. */
	private static String meterOf(String sample) {
		return sample.replaceAll("_(sum|count|max)$", "");
	}

}
