package io.dongting.samples.benchmark.result;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;

import io.dongting.samples.benchmark.workload.Arguments;
import io.dongting.samples.benchmark.workload.Workload;
import org.HdrHistogram.Histogram;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class ResultsTests {

	private static final Workload WORKLOAD = Workload.parse("throughput", Arguments.parse());

	private final Results results = new Results("ours");

	@Test
	void medianLeastAndMostOfTheRounds() {
		assertThat(Spread.of(List.of(3.0, 1.0, 2.0))).isEqualTo(new Spread(2, 1, 3));
		assertThat(Spread.of(List.of(4.0, 1.0, 2.0, 3.0))).isEqualTo(new Spread(2, 1, 4));
		assertThat(Spread.of(List.of(Double.NaN)).isKnown()).isFalse();
	}

	@Test
	void ratiosAreTakenWithinEachRound() {
		add("ours", 1, 100);
		add("theirs", 1, 50);
		add("ours", 2, 1000);
		add("theirs", 2, 500);
		assertThat(this.results.ratio(WORKLOAD, "theirs", Measurement.RATE)).isEqualTo(new Spread(2, 2, 2));
		assertThat(this.results.ratio(WORKLOAD, "ours", Measurement.RATE)).isEqualTo(new Spread(1, 1, 1));
	}

	@Test
	void aRoundThatFailedHasNoRatio() {
		add("ours", 1, 100);
		this.results.add(new RoundResult(WORKLOAD, "theirs", 1, null, "broken"));
		assertThat(this.results.ratio(WORKLOAD, "theirs", Measurement.RATE).isKnown()).isFalse();
		assertThat(this.results.failures(WORKLOAD, "theirs")).containsExactly("round 1: broken");
	}

	@Test
	void limitsBelongToTheirRound() {
		add("ours", 1, 100);
		add("ours", 2, 100);
		this.results.addLimits(measurement("fsyncs", 50));
		this.results.addLimits(measurement("fsyncs", 25));
		assertThat(this.results.ratioToLimit(WORKLOAD, "fsyncs")).isEqualTo(new Spread(2, 2, 4));
	}

	@Test
	void theReferenceComesFirst() {
		add("theirs", 1, 1);
		add("another", 1, 1);
		add("ours", 1, 1);
		assertThat(this.results.contestants()).containsExactly("ours", "another", "theirs");
	}

	@Test
	void percentilesAreInMicroseconds() {
		Histogram latencies = new Histogram(3);
		for (int i = 1; i <= 100; i++) {
			latencies.recordValue(i * 1000L);
		}
		Map<String, Double> figures = new TreeMap<>();
		Measurement.addLatencies(figures, latencies);
		assertThat(figures.get("p50 us")).isBetween(49.9, 50.1);
		assertThat(figures.get("max us")).isBetween(99.9, 100.1);
	}

	@Test
	void aMeasurementSurvivesItsFile() {
		Measurement measurement = new Measurement(new TreeMap<>(Map.of(Measurement.RATE, 12.5)),
				new TreeMap<>(Map.of("sync", "true")));
		assertThat(Measurement.fromProperties(measurement.toProperties())).isEqualTo(measurement);
	}

	private void add(String contestant, int round, double rate) {
		this.results.add(new RoundResult(WORKLOAD, contestant, round, measurement(Measurement.RATE, rate), null));
	}

	private static Measurement measurement(String figure, double value) {
		return new Measurement(new TreeMap<>(Map.of(figure, value)), new TreeMap<>());
	}

}
