package io.dongting.raft.core.member;

import java.nio.ByteBuffer;
import java.util.Set;

import io.dongting.raft.Membership;
import io.dongting.raft.RaftException;
import io.dongting.raft.core.member.ChangeState.Stage;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

class GroupConfigurationTests {

	private static final GroupConfiguration FIRST = Configurations.founding(1, 2, 3);

	private static final ChangePlan PLAN = Configurations.plan(FIRST, Membership.of(Set.of(2, 3, 4), Set.of(5)), 1);

	private static final GroupConfiguration JOINING = FIRST.joining(PLAN, Configurations.replicas(Set.of(4, 5)));

	private static final GroupConfiguration JOINT = JOINING.joint(PLAN);

	@Test
	void newcomersJoinAsObservers() {
		assertThat(JOINING.membership()).isEqualTo(Membership.of(Set.of(1, 2, 3), Set.of(4, 5)));
		assertThat(JOINING.isVoter(4)).isFalse();
		assertThat(JOINING.openChange()).isNotNull();
	}

	@Test
	void whoIsBoundIsNoNewcomer() {
		assertThatExceptionOfType(IllegalArgumentException.class)
			.isThrownBy(() -> FIRST.joining(PLAN, Configurations.replicas(Set.of(3))));
	}

	@Test
	void oldAndNewMembersVoteWhileItIsJoint() {
		assertThat(JOINT.isVoter(1)).isTrue();
		assertThat(JOINT.isVoter(4)).isTrue();
		assertThat(JOINT.isVoter(5)).isFalse();
		assertThat(JOINT.isVoter(4, Configurations.uuid(4))).isTrue();
		assertThat(JOINT.isVoter(4, Configurations.uuid(1))).isFalse();
		assertThat(JOINT.quorum().agreedBy((node) -> node <= 3)).as("of the new ones only 2 and 3").isTrue();
		assertThat(JOINT.quorum().agreedBy((node) -> node == 1 || node == 2)).isFalse();
		assertThat(JOINT.quorum().agreedBy((node) -> node == 3 || node == 4)).isFalse();
	}

	@Test
	void theEndNamesThoseItLeavesOut() {
		GroupConfiguration completed = JOINT.completed(PLAN, 7);
		assertThat(completed.membership()).isEqualTo(PLAN.goal());
		assertThat(completed.replicas()).containsOnlyKeys(2, 3, 4, 5);
		assertThat(completed.change())
			.isEqualTo(new ChangeState(Stage.COMPLETED, PLAN, 7, Configurations.replicas(Set.of(1))));
		assertThat(completed.openChange()).isNull();
	}

	@Test
	void aChangeThatIsGivenUpLeadsBack() {
		for (GroupConfiguration step : Set.of(JOINING, JOINT)) {
			GroupConfiguration aborted = step.aborted(PLAN, 0);
			assertThat(aborted.membership()).isEqualTo(FIRST.membership());
			assertThat(aborted.replicas()).isEqualTo(FIRST.replicas());
			assertThat(aborted.change()).isNotNull()
				.satisfies((change) -> assertThat(change.removed()).containsOnlyKeys(4, 5));
		}
	}

	@Test
	void everyStepComesBackFromItsEntryAsItWas() {
		for (GroupConfiguration step : Set.of(FIRST, JOINING, JOINT, JOINT.completed(PLAN, 7),
				JOINT.aborted(PLAN, 7))) {
			assertThat(ConfigurationCodec.decode(ConfigurationCodec.encode(step))).isEqualTo(step);
		}
	}

	@Test
	void whatIsNoConfigurationIsRefused() {
		ByteBuffer whole = ConfigurationCodec.encode(JOINT);
		assertThatExceptionOfType(RaftException.class)
			.isThrownBy(() -> ConfigurationCodec.decode(whole.duplicate().limit(whole.limit() / 2)));
	}

}
