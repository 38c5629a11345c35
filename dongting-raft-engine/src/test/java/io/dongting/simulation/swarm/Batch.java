package io.dongting.simulation.swarm;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import io.dongting.raft.TransferOutcome;
import io.dongting.raft.core.state.Failpoint;
import io.dongting.simulation.Coverage;
import io.dongting.simulation.Watchdog;

/**
 * Runs of several seeds, one after the other, and what came of them.
 */
final class Batch {

	/** Many times the processor's time that the slowest seed takes. */
	private static final Duration PATIENCE = Duration.ofMinutes(5);

	/** Long enough for several of each fault there is. */
	private final Duration troubled;

	private final Coverage coverage = new Coverage();

	private final List<String> violations = new ArrayList<>();

	private int seeds;

	private long steps;

	private Duration simulated = Duration.ZERO;

	Batch(Duration troubled) {
		this.troubled = troubled;
	}

	RunReport run(long seed) {
		return run(Scenario.draw(seed, this.troubled));
	}

	RunReport run(Scenario scenario) {
		Watchdog watchdog = new Watchdog(PATIENCE, (stack) -> tell(scenario.seed(), stack));
		RunReport report = watchdog.over(() -> new SimulationRun(scenario).run());
		this.seeds++;
		this.steps += report.steps();
		this.simulated = this.simulated.plus(report.simulated());
		this.coverage.addAll(report.coverage());
		if (!report.isClean()) {
			this.violations.add("seed " + scenario.seed() + ": " + report.failure());
		}
		return report;
	}

	int seeds() {
		return this.seeds;
	}

	List<String> violations() {
		return this.violations;
	}

	Coverage coverage() {
		return this.coverage;
	}

	/** Everything a large batch has to have met with. */
	static List<String> expectedCoverage() {
		return Stream
			.of(Stream.of(FaultKind.values()).map(FaultKind::name), Stream.of(Failpoint.values()).map(Failpoint::name),
					Stream.of("leaders", "truncations", "restarts that lost a tail",
							"restarts that kept more than was durable", "failures", "crashes at start", "lease reads",
							"lease reads without the group", "linearizable reads", "reads of own writes",
							"reads that wait for an own write", "reads refused", "refused", "unknown",
							"histories explained", "majorities that recover alone", "nodes cut from the leader alone",
							"bursts", "strikes at a truncation", "nodes left out without their disk",
							"refills completed", "snapshots", "snapshots that were asked for",
							"snapshots asked for in vain", "restarts from a snapshot", "deletions of the log",
							"snapshots in the place of a log", "installs that ended", "freezes", "disks that are LOW",
							"disks that are EXHAUSTED", "leaders that hand over for want of room", "refused, NO_SPACE",
							"freezes in vain", "removed leaders that hand over", "transfer not begun, NO_LEADER",
							"neighbour groups", "configurations JOINING", "configurations JOINT",
							"configurations COMPLETED", "configurations ABORTED", "configurations rolled back",
							"joint configurations taken back", "changes completed by a later leader",
							"changes ended by hand after all", "nodes added again", "membership calls done",
							"membership calls without an outcome", "membership calls refused: LAGGING",
							"membership calls refused: UNREACHABLE", "membership calls refused: LEADER_CHANGED",
							"membership calls refused: CANCELLED", "membership calls refused: CONFIG_MISMATCH",
							"membership calls refused: CONFIG_CHANGE_IN_PROGRESS",
							"membership calls refused: TRANSFER_IN_PROGRESS"),
					Stream.of("guests", "guests added", "guests removed", "guests that work in the end",
							"strikes at a guest", "guests that came with a start", "guests that went with a start",
							"guests that a crash kept", "guests that a crash kept away", "mistakes told",
							"nodes forgotten", "nodes introduced", "nodes not forgotten, NODE_IN_USE",
							"strikes at an install", "snapshots that rot"),
					Stream.of(TransferOutcome.Result.values())
						.filter((result) -> result != TransferOutcome.Result.CONFIG_CHANGE_IN_PROGRESS)
						.map((result) -> "transfer " + result))
			.flatMap((names) -> names)
			.toList();
	}

	String summary() {
		return String.format("simulated: seeds=%d cluster-hours=%.2f steps=%d violations=%d", this.seeds,
				this.simulated.toSeconds() / 3600.0, this.steps, this.violations.size());
	}

	private static void tell(long seed, StackTraceElement[] stack) {
		System.out.println("Seed " + seed + " does not end:");
		for (StackTraceElement element : stack) {
			System.out.println("\tat " + element);
		}
		// Not halted: what is printed here goes to the build by a hook at the exit
		System.exit(1);
	}

}
