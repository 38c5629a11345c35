package io.dongting.samples.benchmark.load;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;

import io.dongting.samples.benchmark.contest.Outcome;
import io.dongting.samples.benchmark.contest.ReadPlace;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class LoadGeneratorTests {

	private final HeldContestant contestant = new HeldContestant();

	private final OperationMeter meter = new OperationMeter();

	private final WriteHistory history = new WriteHistory();

	private final Commands commands = new Commands(this.contestant, 1, 16, this.meter, this.history);

	@Test
	void aClosedLoopKeepsItsNumberInFlight() throws InterruptedException {
		ClosedLoop load = new ClosedLoop(this.commands, 3);
		load.start();
		List<Outcome> held = new ArrayList<>();
		for (int i = 0; i < 3; i++) {
			held.add(next());
		}
		for (int i = 0; i < 100; i++) {
			assertThat(this.contestant.outcomes).isEmpty();
			held.remove(0).completed(0);
			held.add(next());
		}
		stop(load, held);
		assertThat(this.commands.acknowledged(0)).isGreaterThanOrEqualTo(103);
	}

	@Test
	void anOpenLoopDoesNotWaitForOutcomes() throws InterruptedException {
		OpenLoop load = new OpenLoop(this.commands, 100_000);
		load.start();
		List<Outcome> held = new ArrayList<>();
		for (int i = 0; i < 1000; i++) {
			held.add(next());
		}
		this.meter.begin();
		stop(load, held);
		assertThat(this.meter.end().operations()).isGreaterThanOrEqualTo(1000);
	}

	@Test
	void aReadThatMissesWhatWasAcknowledgedIsReported() throws InterruptedException {
		this.history.begin(0, 5);
		this.history.acknowledge(0, 5);
		HeldContestant written = new HeldContestant();
		OpenLoop writer = new OpenLoop(new Commands(written, 1, 16, new OperationMeter(), this.history), 1);
		Readers load = new Readers(this.contestant, ReadPlace.LEADER, 1, this.meter, writer, this.history);
		load.start();
		written.outcomes.take().completed(0);
		next().completed(4);
		load.threads().get(0).join();
		Thread rest = answer(written);
		assertThatIllegalStateException().isThrownBy(load::stop).withMessageContaining("saw 4");
		rest.interrupt();
	}

	private Outcome next() throws InterruptedException {
		Outcome outcome = this.contestant.outcomes.poll(1, TimeUnit.MINUTES);
		assertThat(outcome).isNotNull();
		return outcome;
	}

	private void stop(LoadGenerator load, List<Outcome> held) throws InterruptedException {
		Thread rest = answer(this.contestant);
		held.forEach((outcome) -> outcome.completed(0));
		load.stop();
		rest.interrupt();
	}

	private static Thread answer(HeldContestant contestant) {
		Thread thread = new Thread(() -> {
			try {
				while (true) {
					contestant.outcomes.take().completed(0);
				}
			}
			catch (InterruptedException ex) {
				// The test is over
				Thread.currentThread().interrupt();
			}
		});
		thread.setDaemon(true);
		thread.start();
		return thread;
	}

}
