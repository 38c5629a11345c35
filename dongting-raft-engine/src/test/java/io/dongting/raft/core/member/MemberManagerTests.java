package io.dongting.raft.core.member;

import java.util.Set;

import io.dongting.raft.Membership;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class MemberManagerTests {

	private static final GroupConfiguration FIRST = Configurations.founding(1, 2, 3);

	private static final ChangePlan PLAN = Configurations.plan(FIRST, Membership.of(Set.of(2, 3), Set.of()), 1);

	private static final GroupConfiguration JOINT = FIRST.joint(PLAN);

	private static final GroupConfiguration COMPLETED = JOINT.completed(PLAN, 5);

	private final MemberManager members = new MemberManager();

	private int changes;

	@BeforeEach
	void begin() {
		this.members.appended(1, FIRST);
		this.members.committed(1);
		this.members.onChange(() -> this.changes++);
	}

	@Test
	void aConfigurationIsInForceWhenItIsAppended() {
		this.members.appended(5, JOINT);
		assertThat(this.members.inForce()).isEqualTo(JOINT);
		assertThat(this.members.inForceCommitted()).isFalse();
		assertThat(this.members.isChanging()).isTrue();
		assertThat(this.changes).isEqualTo(1);
	}

	/** Trap P30. */
	@Test
	void truncationRollsBackWhatItCutsOff() {
		this.members.appended(5, JOINT);
		this.members.truncated(6);
		assertThat(this.members.inForce()).isEqualTo(JOINT);
		this.members.truncated(5);
		assertThat(this.members.inForce()).isEqualTo(FIRST);
		assertThat(this.members.quorum().agreedBy((node) -> node <= 2)).isTrue();
		assertThat(this.members.isChanging()).isFalse();
		assertThat(this.changes).isEqualTo(2);
	}

	@Test
	void severalAreRolledBackAtOnce() {
		this.members.appended(5, JOINT);
		this.members.appended(6, JOINT.aborted(PLAN, 5));
		this.members.truncated(4);
		assertThat(this.members.inForceIndex()).isEqualTo(1);
	}

	@Test
	void anOpenChangeGoesOnThoughItsEntryIsCommitted() {
		this.members.appended(5, JOINT);
		this.members.committed(5);
		assertThat(this.members.isChanging()).isTrue();
		this.members.appended(6, COMPLETED);
		this.members.committed(6);
		assertThat(this.members.isChanging()).isFalse();
	}

	/** Nobody else may have the entry that leaves it out (R6). */
	@Test
	void whoIsLeftOutMayCampaignAsLongAsThatIsNotCommitted() {
		this.members.appended(5, JOINT);
		this.members.committed(5);
		this.members.appended(6, COMPLETED);
		assertThat(this.members.mayCampaign(1, Configurations.uuid(1))).isTrue();
		this.members.committed(6);
		assertThat(this.members.mayCampaign(1, Configurations.uuid(1))).isFalse();
		assertThat(this.members.mayCampaign(2, Configurations.uuid(2))).isTrue();
	}

	@Test
	void anotherReplicaOfAMemberMayNotCampaign() {
		assertThat(this.members.mayCampaign(2, Configurations.uuid(9))).isFalse();
	}

}
