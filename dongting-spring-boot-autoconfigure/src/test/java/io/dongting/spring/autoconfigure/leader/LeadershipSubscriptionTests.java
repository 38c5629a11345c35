package io.dongting.spring.autoconfigure.leader;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;

import io.dongting.raft.GroupStatus;
import io.dongting.spring.actuate.StatusGroups;
import io.dongting.spring.leader.LeaderCandidate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for what a candidate is told, and when no more.
 */
@Timeout(120)
class LeadershipSubscriptionTests {

	private final List<String> told = new CopyOnWriteArrayList<>();

	private final List<LeadershipSubscription> closed = new ArrayList<>();

	private final GroupStatus status = StatusGroups.leader("g");

	private final LeadershipSubscription subscription = new LeadershipSubscription("g", new Candidate(),
			this.closed::add);

	@Test
	void grantsAndRevocationsOfTheGroupAreTold() {
		this.subscription.leadershipGained(this.status, 5);
		this.subscription.leadershipLost(this.status, 5);
		this.subscription.leadershipGained(this.status, 7);
		assertThat(this.told).containsExactly("granted 5", "revoked 5", "granted 7");
	}

	@Test
	void otherGroupsAreNotTold() {
		GroupStatus other = StatusGroups.leader("other");
		this.subscription.leadershipGained(this.status, 5);
		this.subscription.leadershipGained(other, 6);
		this.subscription.leadershipLost(other, 6);
		assertThat(this.told).containsExactly("granted 5");
	}

	@Test
	void whoLeadsIsRevokedByTheEndOfTheSubscriptionAndToldNothingMore() {
		this.subscription.leadershipGained(this.status, 5);
		this.subscription.close();
		this.subscription.close();
		this.subscription.leadershipLost(this.status, 5);
		this.subscription.leadershipGained(this.status, 7);
		assertThat(this.told).containsExactly("granted 5", "revoked 5");
		assertThat(this.closed).containsExactly(this.subscription);
	}

	@Test
	void whoDoesNotLeadIsNotRevoked() {
		this.subscription.leadershipLost(this.status, 5);
		this.subscription.close();
		assertThat(this.told).isEmpty();
	}

	@Test
	void aCandidateMayEndItsSubscriptionWhenItIsGranted() {
		List<LeadershipSubscription> own = new ArrayList<>();
		LeadershipSubscription once = new LeadershipSubscription("g", new Candidate() {

			@Override
			public void onGranted(long fencingToken) {
				super.onGranted(fencingToken);
				own.get(0).close();
			}

		}, this.closed::add);
		own.add(once);
		once.leadershipGained(this.status, 5);
		once.leadershipGained(this.status, 7);
		assertThat(this.told).containsExactly("granted 5", "revoked 5");
	}

	@Test
	void nobodyWaitsForACandidateThatDoesItsWorkWhenItIsGranted() throws Exception {
		CountDownLatch granted = new CountDownLatch(1);
		CountDownLatch release = new CountDownLatch(1);
		LeadershipSubscription busy = new LeadershipSubscription("g", new Candidate() {

			@Override
			public void onGranted(long fencingToken) {
				granted.countDown();
				try {
					release.await();
				}
				catch (InterruptedException ex) {
					throw new IllegalStateException(ex);
				}
				super.onGranted(fencingToken);
			}

		}, this.closed::add);
		Thread thread = new Thread(() -> busy.leadershipGained(this.status, 5));
		thread.start();
		granted.await();
		busy.close();
		assertThat(this.told).isEmpty();
		assertThat(busy.ended()).isNotCompleted();
		release.countDown();
		assertThat(busy.ended()).succeedsWithin(60, TimeUnit.SECONDS);
		assertThat(this.told).containsExactly("granted 5", "revoked 5");
	}

	@Test
	void aCandidateThatThrowsDoesNotKeepTheApplicationFromStopping() {
		LeadershipSubscription failing = new LeadershipSubscription("g", new Candidate() {

			@Override
			public void onRevoked(long fencingToken) {
				throw new IllegalStateException("revoked");
			}

		}, this.closed::add);
		failing.leadershipGained(this.status, 5);
		assertThat(failing.ended()).isNotCompleted();
		assertThatNoException().isThrownBy(failing::close);
		assertThat(failing.ended()).isCompleted();
	}

	/**
	 * Writes down what it is told.
	 */
	private class Candidate implements LeaderCandidate {

		@Override
		public void onGranted(long fencingToken) {
			LeadershipSubscriptionTests.this.told.add("granted " + fencingToken);
		}

		@Override
		public void onRevoked(long fencingToken) {
			LeadershipSubscriptionTests.this.told.add("revoked " + fencingToken);
		}

	}

}
