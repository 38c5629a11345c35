package io.dongting.samples.benchmark.run;

import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.SortedMap;

import io.dongting.samples.benchmark.contest.ClusterSettings;
import io.dongting.samples.benchmark.contest.Contestant;
import io.dongting.samples.benchmark.contest.Outcome;
import io.dongting.samples.benchmark.contest.ReadPlace;
import io.dongting.samples.benchmark.contest.Replicas;
import io.dongting.samples.benchmark.dongting.DongtingContestant;
import io.dongting.samples.benchmark.result.Measurement;
import io.dongting.samples.benchmark.workload.Arguments;
import io.dongting.samples.benchmark.workload.Workload;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class RoundTests {

	private static final Duration SHORT = Duration.ofMillis(200);

	@TempDir
	private Path directory;

	@Test
	void theEngineTakesCommandsOfSeveralGroups() throws Exception {
		Measurement measured = round(new DongtingContestant(), "groups=2", "in-flight=20").run();
		assertThat(measured.figures()).containsKeys(Measurement.RATE, Measurement.CPU, Measurement.HEAP);
		assertThat(measured.settings()).containsKey("sync");
	}

	@Test
	void theEngineIsReadOnAFollower() throws Exception {
		Measurement measured = round(new DongtingContestant(), "kind=READS", "place=FOLLOWER", "rate=50").run();
		assertThat(measured.settings().get("reads")).contains("LEASE");
	}

	@Test
	void oneNodeWithoutSyncing() throws Exception {
		Measurement measured = round(new DongtingContestant(), "voters=1", "fsync=false", "kind=OPEN", "rate=100")
			.run();
		assertThat(measured.settings().get("sync")).contains("none");
	}

	@Test
	void aCommandThatANodeHasAppliedTwiceIsNoticed() {
		assertThatIllegalStateException().isThrownBy(() -> round(new DoublingContestant(), "in-flight=1").run())
			.withMessageContaining("were acknowledged, but applied");
	}

	@Test
	void aCommandThatFailedIsNoticed() {
		assertThatIllegalStateException().isThrownBy(() -> round(new RefusingContestant(), "in-flight=1").run())
			.withMessageContaining("commands failed")
			.withMessageContaining("no room");
	}

	private Round round(Contestant contestant, String... arguments) {
		return new Round(contestant, Workload.parse("test", Arguments.parse(arguments)), SHORT, SHORT, this.directory);
	}

	/** Applies each command at once, but twice on the second node. */
	private static class DoublingContestant implements Contestant {

		private @Nullable Replicas replicas;

		@Override
		public void start(ClusterSettings settings, Replicas replicas) {
			this.replicas = replicas;
		}

		@Override
		public void submit(int group, byte[] command, Outcome outcome) {
			for (int node : new int[] { 1, 2, 2, 3 }) {
				this.replicas.of(node, group).apply(ByteBuffer.wrap(command));
			}
			outcome.completed(0);
		}

		@Override
		public void read(int group, int key, ReadPlace place, Outcome outcome) {
			outcome.completed(0);
		}

		@Override
		public SortedMap<String, String> settings() {
			return Collections.emptySortedMap();
		}

		@Override
		public void close() {
		}

	}

	/** Applies nothing. */
	private static final class RefusingContestant extends DoublingContestant {

		@Override
		public void submit(int group, byte[] command, Outcome outcome) {
			outcome.failed(new IllegalStateException("no room"));
		}

	}

}
