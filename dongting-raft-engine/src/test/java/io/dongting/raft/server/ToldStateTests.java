package io.dongting.raft.server;

import java.util.List;

import io.dongting.raft.GroupStatus;
import io.dongting.raft.GroupStatus.Condition;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * What a listener is told when it sees one status after the other.
 */
class ToldStateTests {

	private final RecordingListener listener = new RecordingListener();

	private final ToldState told = new ToldState(this.listener);

	@Test
	void aNodeThatLeadsForTheFirstTimeIsReadyBefore() {
		see(Statuses.starting(), Statuses.following(1).notReady(), Statuses.leading(2));
		assertThat(this.listener.heard).containsExactly("ready", "gained 2");
	}

	@Test
	void nothingIsToldTwice() {
		see(Statuses.leading(2), Statuses.leading(2), Statuses.following(3), Statuses.following(3));
		assertThat(this.listener.heard).containsExactly("ready", "gained 2", "lost 2");
	}

	@Test
	void aLeadershipThatEndedUnseenHasEndedBeforeTheNextBegins() {
		see(Statuses.leading(2), Statuses.leading(4));
		assertThat(this.listener.heard).containsExactly("ready", "gained 2", "lost 2", "gained 4");
	}

	@Test
	void aLeaderThatStopsLosesItsLeadershipFirst() {
		see(Statuses.leading(2), Statuses.following(2).in(Condition.STOPPED));
		assertThat(this.listener.heard).containsExactly("ready", "gained 2", "lost 2", "unready STOPPED");
	}

	@Test
	void theFailureOfTheDiskIsToldOnce() {
		Statuses failed = Statuses.following(2).in(Condition.STORAGE_FAILED);
		see(Statuses.leading(2), failed, failed);
		assertThat(this.listener.heard).containsExactly("ready", "gained 2", "lost 2", "storage failed",
				"unready STORAGE_FAILED");
	}

	@Test
	void aGroupWhoseFilesCannotBeOpenedHasAFailedDisk() {
		see(Statuses.starting(), Statuses.starting().in(Condition.STORAGE_FAILED));
		assertThat(this.listener.heard).containsExactly("storage failed");
	}

	@Test
	void aNodeThatIsRemovedIsNotReadyUntilItIsBack() {
		see(Statuses.following(2), Statuses.following(3).members(2, 3).in(Condition.NOT_IN_CONFIG),
				Statuses.following(4));
		assertThat(this.listener.heard).containsExactly("ready", "unready NOT_IN_CONFIG", "configuration [2, 3]",
				"ready", "configuration [1, 2, 3]");
	}

	@Test
	void eachStepOfAChangeIsAnotherConfiguration() {
		see(Statuses.following(2), Statuses.following(2).prepared(2, 3, 4), Statuses.following(2).members(2, 3, 4));
		assertThat(this.listener.heard).containsExactly("ready", "configuration [1, 2, 3] -> [2, 3, 4]",
				"configuration [2, 3, 4]");
	}

	@Test
	void theMembersAGroupIsGivenAreNoConfigurationYet() {
		see(Statuses.starting().members(7), Statuses.following(2), Statuses.starting().in(Condition.STOPPED));
		assertThat(this.listener.heard).containsExactly("ready", "unready STOPPED");
	}

	@Test
	void whatIsThrownKeepsNothingElseFromBeingTold() {
		ToldState state = new ToldState(new RecordingListener() {

			@Override
			public void becameReady(GroupStatus status) {
				throw new IllegalStateException("ready");
			}

			@Override
			public void leadershipGained(GroupStatus status, long fencingToken) {
				super.leadershipGained(status, fencingToken);
				ToldStateTests.this.listener.heard.addAll(this.heard);
				throw new StackOverflowError("gained");
			}

		});
		state.tell(Statuses.leading(5).get());
		assertThat(this.listener.heard).isEqualTo(List.of("gained 5"));
	}

	private void see(Statuses... statuses) {
		for (Statuses status : statuses) {
			this.told.tell(status.get());
		}
	}

}
