package io.dongting.samples.benchmark.result;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.stream.Stream;

import io.dongting.samples.benchmark.workload.Workload;

/**
 * All rounds of all contestants, and what the machine reached meanwhile.
 */
public final class Results {

	private final String reference;

	private final List<RoundResult> rounds = new ArrayList<>();

	private final List<Measurement> limits = new ArrayList<>();

	/**
	 * Create results.
	 * @param reference the contestant that the others are held against
	 */
	public Results(String reference) {
		this.reference = reference;
	}

	/**
	 * Add a round.
	 * @param result how it ended
	 */
	public void add(RoundResult result) {
		this.rounds.add(result);
	}

	/**
	 * Add what the machine reached.
	 * @param measurement the figures
	 */
	public void addLimits(Measurement measurement) {
		this.limits.add(measurement);
	}

	/**
	 * Return all rounds.
	 * @return the rounds, as they were run
	 */
	public List<RoundResult> rounds() {
		return List.copyOf(this.rounds);
	}

	/**
	 * Return the contestant that the others are held against.
	 * @return its name
	 */
	public String reference() {
		return this.reference;
	}

	/**
	 * Return the workloads.
	 * @return the workloads, each once
	 */
	public List<Workload> workloads() {
		return this.rounds.stream().map(RoundResult::workload).distinct().toList();
	}

	/**
	 * Return the contestants.
	 * @return their names, each once
	 */
	public List<String> contestants() {
		return this.rounds.stream().map(RoundResult::contestant).distinct().sorted(this::referenceFirst).toList();
	}

	/**
	 * Return what the machine reached.
	 * @return the spread of each figure, by its name
	 */
	public SortedMap<String, Spread> limits() {
		SortedMap<String, Spread> spreads = new TreeMap<>();
		this.limits.stream()
			.flatMap((measurement) -> measurement.figures().keySet().stream())
			.distinct()
			.forEach((name) -> spreads.put(name,
					Spread.of(this.limits.stream().map((measurement) -> measurement.figure(name)).toList())));
		return spreads;
	}

	/**
	 * Return the settings of a contestant under a workload.
	 * @param workload the workload
	 * @param contestant the contestant
	 * @return its settings, if it ran
	 */
	public Optional<SortedMap<String, String>> settings(Workload workload, String contestant) {
		return measurements(workload, contestant).map(Measurement::settings).findFirst();
	}

	/**
	 * Return why a contestant failed under a workload.
	 * @param workload the workload
	 * @param contestant the contestant
	 * @return the reasons, each with its round
	 */
	public List<String> failures(Workload workload, String contestant) {
		return roundsOf(workload, contestant).filter((result) -> result.failure() != null)
			.map((result) -> "round " + result.round() + ": " + result.failure())
			.toList();
	}

	/**
	 * Return a figure of a contestant.
	 * @param workload under which workload
	 * @param contestant of which contestant
	 * @param figure the name of the figure
	 * @return its spread over the rounds
	 */
	public Spread spread(Workload workload, String contestant, String figure) {
		return Spread.of(measurements(workload, contestant).map((measurement) -> measurement.figure(figure)).toList());
	}

	/**
	 * Return how many times as great a figure of the reference is as that of a
	 * contestant, round by round.
	 * @param workload under which workload
	 * @param contestant of which contestant
	 * @param figure the name of the figure
	 * @return the spread of the ratios
	 */
	public Spread ratio(Workload workload, String contestant, String figure) {
		return Spread.of(roundsOf(workload, contestant).flatMap((result) -> ratio(result, figure).stream()).toList());
	}

	/**
	 * Return how many operations the reference does for each that the machine does of
	 * another kind, round by round.
	 * @param workload under which workload
	 * @param limit the name of a limit of the machine
	 * @return the spread of the ratios
	 */
	public Spread ratioToLimit(Workload workload, String limit) {
		return Spread.of(roundsOf(workload, this.reference)
			.filter((result) -> result.measurement() != null && result.round() <= this.limits.size())
			.map((result) -> Objects.requireNonNull(result.measurement()).figure(Measurement.RATE)
					/ this.limits.get(result.round() - 1).figure(limit))
			.toList());
	}

	private Optional<Double> ratio(RoundResult result, String figure) {
		Measurement own = result.measurement();
		return roundsOf(result.workload(), this.reference).filter((other) -> other.round() == result.round())
			.map(RoundResult::measurement)
			.filter((other) -> own != null && other != null)
			.map((other) -> Objects.requireNonNull(other).figure(figure) / Objects.requireNonNull(own).figure(figure))
			.findFirst();
	}

	private Stream<Measurement> measurements(Workload workload, String contestant) {
		return roundsOf(workload, contestant).map(RoundResult::measurement)
			.filter(Objects::nonNull)
			.map(Objects::requireNonNull);
	}

	private Stream<RoundResult> roundsOf(Workload workload, String contestant) {
		return this.rounds.stream()
			.filter((result) -> result.workload().equals(workload) && result.contestant().equals(contestant));
	}

	/** Who goes first changes from round to round, but not in the tables. */
	private int referenceFirst(String one, String other) {
		int byReference = Boolean.compare(other.equals(this.reference), one.equals(this.reference));
		return (byReference != 0) ? byReference : one.compareTo(other);
	}

}
