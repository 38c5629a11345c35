package io.dongting.samples.benchmark.run;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

import io.dongting.samples.benchmark.contest.Await;
import io.dongting.samples.benchmark.contest.ClusterSettings;
import io.dongting.samples.benchmark.contest.Contestant;
import io.dongting.samples.benchmark.contest.Replicas;
import io.dongting.samples.benchmark.load.ClosedLoop;
import io.dongting.samples.benchmark.load.Commands;
import io.dongting.samples.benchmark.load.LoadGenerator;
import io.dongting.samples.benchmark.load.OpenLoop;
import io.dongting.samples.benchmark.load.OperationMeter;
import io.dongting.samples.benchmark.load.Readers;
import io.dongting.samples.benchmark.load.WriteHistory;
import io.dongting.samples.benchmark.result.Measurement;
import io.dongting.samples.benchmark.workload.Workload;

/**
 * One contestant under one workload, once, in this process.
 */
final class Round {

	private final Contestant contestant;

	private final Workload workload;

	private final Duration warmUp;

	private final Duration duration;

	private final Path directory;

	private final Replicas replicas;

	private final OperationMeter meter = new OperationMeter();

	/**
	 * Create a round.
	 * @param contestant who is measured, not started; closed in the end
	 * @param workload what it has to do
	 * @param warmUp for how long before it is measured
	 * @param duration for how long it is measured
	 * @param directory where the data goes
	 */
	Round(Contestant contestant, Workload workload, Duration warmUp, Duration duration, Path directory) {
		this.contestant = contestant;
		this.workload = workload;
		this.warmUp = warmUp;
		this.duration = duration;
		this.directory = directory;
		this.replicas = new Replicas(workload.voters(), workload.groups());
	}

	/**
	 * Run it.
	 * @return what was measured
	 * @throws IllegalStateException if a command failed, a node has not applied what was
	 * acknowledged, or has applied something else, or a read was not linearizable
	 */
	Measurement run() throws IOException, InterruptedException {
		try (Contestant running = this.contestant) {
			running.start(new ClusterSettings(this.workload.voters(), this.workload.groups(), this.workload.fsync(),
					this.workload.freshness(), this.directory), this.replicas);
			boolean reads = this.workload.kind() == Workload.Kind.READS;
			WriteHistory history = new WriteHistory();
			Commands commands = new Commands(running, this.workload.groups(), this.workload.commandBytes(),
					reads ? new OperationMeter() : this.meter, reads ? history : null);
			LoadGenerator load = load(running, commands, history);
			SortedMap<String, Double> figures = measure(load);
			check(commands);
			return new Measurement(figures, running.settings());
		}
	}

	private LoadGenerator load(Contestant running, Commands commands, WriteHistory history) {
		return switch (this.workload.kind()) {
			case CLOSED -> new ClosedLoop(commands, this.workload.inFlight());
			case OPEN -> new OpenLoop(commands, this.workload.ratePerSecond());
			case READS -> new Readers(running, this.workload.place(), this.workload.readers(), this.meter,
					new OpenLoop(commands, this.workload.ratePerSecond()), history);
		};
	}

	private SortedMap<String, Double> measure(LoadGenerator load) throws InterruptedException {
		ResourceMeter resources = new ResourceMeter(load.threads());
		load.start();
		Thread.sleep(this.warmUp.toMillis());
		resources.begin();
		this.meter.begin();
		Thread.sleep(this.duration.toMillis());
		OperationMeter.Figures measured = this.meter.end();
		resources.end();
		load.stop();
		SortedMap<String, Double> figures = new TreeMap<>();
		figures.put(Measurement.RATE, measured.operations() / (measured.tookNanos() / 1e9));
		Measurement.addLatencies(figures, measured.latencies());
		resources.addTo(figures, measured.operations());
		return figures;
	}

	private void check(Commands commands) throws InterruptedException {
		if (commands.failed() > 0) {
			throw new IllegalStateException(
					commands.failed() + " commands failed, the first: " + commands.firstFailure(),
					commands.firstFailure());
		}
		for (int number = 0; number < this.workload.groups(); number++) {
			int group = number;
			long acknowledged = commands.acknowledged(group);
			// Followers learn a moment later what is committed
			Await.until(() -> this.replicas.applied(group).stream().allMatch((applied) -> applied >= acknowledged),
					() -> "all nodes have applied the " + acknowledged + " commands of group " + group
							+ " that were acknowledged; applied: " + this.replicas.applied(group));
			List<Long> applied = this.replicas.applied(group);
			if (applied.stream().anyMatch((count) -> count != acknowledged)) {
				throw new IllegalStateException("Of group " + group + " " + acknowledged
						+ " commands were acknowledged, but applied: " + applied);
			}
		}
	}

}
