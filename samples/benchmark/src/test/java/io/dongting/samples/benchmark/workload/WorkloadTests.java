package io.dongting.samples.benchmark.workload;

import java.util.List;
import java.util.Set;

import io.dongting.samples.benchmark.contest.Freshness;
import io.dongting.samples.benchmark.contest.ReadPlace;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

class WorkloadTests {

	@Test
	void aWorkloadSurvivesACommandLine() {
		for (Workload workload : Workloads.find(List.of("all"), Arguments.parse())) {
			Arguments arguments = Arguments.parse(workload.toArguments().toArray(String[]::new)).only(Workload.NAMES);
			assertThat(Workload.parse(workload.name(), arguments)).isEqualTo(workload);
		}
	}

	@Test
	void namesAndDescriptionsAreAllDifferent() {
		List<Workload> all = Workloads.find(List.of("all"), Arguments.parse());
		assertThat(all).extracting(Workload::name).doesNotHaveDuplicates();
		assertThat(all).extracting(Workload::describe).doesNotHaveDuplicates();
	}

	@Test
	void theWindowSeriesIsThatOfTheUsualWorkload() {
		assertThat(Workloads.find(List.of("all"), Arguments.parse())).filteredOn(Workload::isOfWindowSeries)
			.extracting(Workload::inFlight)
			.containsExactlyInAnyOrder(1, 16, 128, 512, 2000, 8000);
	}

	@Test
	void aCustomWorkloadIsMadeOfArguments() {
		Arguments arguments = Arguments.parse("kind=READS", "freshness=LINEARIZABLE", "place=FOLLOWER", "groups=16");
		Workload workload = Workloads.find(List.of(Workloads.CUSTOM), arguments).get(0);
		assertThat(workload.freshness()).isEqualTo(Freshness.LINEARIZABLE);
		assertThat(workload.place()).isEqualTo(ReadPlace.FOLLOWER);
		assertThat(workload.groups()).isEqualTo(16);
		assertThat(workload.voters()).isEqualTo(3);
	}

	@Test
	void whatIsNotKnownOrCannotBeIsRefused() {
		assertThatIllegalArgumentException().isThrownBy(() -> Arguments.parse("voters"));
		assertThatIllegalArgumentException().isThrownBy(() -> Arguments.parse("votes=3").only(Set.of("voters")));
		assertThatIllegalArgumentException().isThrownBy(() -> Workloads.find(List.of("fast"), Arguments.parse()));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> Workloads.find(List.of("throughput"), Arguments.parse("bytes=16")));
		assertThatIllegalArgumentException().isThrownBy(() -> Workload.parse("custom", Arguments.parse("in-flight=0")));
		assertThatIllegalArgumentException().isThrownBy(() -> Workload.parse("custom", Arguments.parse("bytes=8")));
		assertThatIllegalArgumentException()
			.isThrownBy(() -> Workload.parse("custom", Arguments.parse("voters=1", "kind=READS", "place=FOLLOWER")));
	}

}
