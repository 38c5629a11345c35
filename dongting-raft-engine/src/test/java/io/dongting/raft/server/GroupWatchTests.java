package io.dongting.raft.server;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.RejectedExecutionException;

import io.dongting.raft.GroupStatus;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * When the changes of a group are looked at.
 */
class GroupWatchTests {

	private final Deque<Runnable> asked = new ArrayDeque<>();

	private GroupStatus status = Statuses.following(1).get();

	private final RecordingListener listener = new RecordingListener();

	private final GroupWatch watch = new GroupWatch(() -> this.status, this.asked::add);

	@Test
	void whereNobodyListensNobodyLooks() {
		this.watch.changed();
		assertThat(this.asked).isEmpty();
	}

	@Test
	void whoeverIsNewHearsWhatHolds() {
		this.watch.changed();
		see(Statuses.leading(3));
		this.watch.add(this.listener);
		runAsked();
		assertThat(this.listener.heard).containsExactly("ready", "gained 3");
		RecordingListener later = new RecordingListener();
		this.watch.add(later);
		runAsked();
		assertThat(later.heard).containsExactly("ready", "gained 3");
		assertThat(this.listener.heard).hasSize(2);
	}

	@Test
	void whoeverIsRemovedHearsNothingMore() {
		RecordingListener other = new RecordingListener();
		this.watch.add(this.listener);
		this.watch.add(other);
		runAsked();
		this.watch.remove(this.listener);
		see(Statuses.leading(3));
		this.watch.changed();
		runAsked();
		assertThat(this.listener.heard).containsExactly("ready");
		assertThat(other.heard).containsExactly("ready", "gained 3");
	}

	@Test
	void aThousandChangesAskForOneLook() {
		this.watch.add(this.listener);
		for (int i = 0; i < 1000; i++) {
			this.watch.changed();
		}
		assertThat(this.asked).hasSize(1);
		runAsked();
		assertThat(this.listener.heard).containsExactly("ready");
	}

	@Test
	void whatChangesDuringALookIsLookedAtInTheSameLook() {
		List<Integer> looksAskedFor = new ArrayList<>();
		this.watch.add(new RecordingListener() {

			@Override
			public void becameReady(GroupStatus status) {
				see(Statuses.leading(4));
				GroupWatchTests.this.watch.changed();
				looksAskedFor.add(GroupWatchTests.this.asked.size());
			}

			@Override
			public void leadershipGained(GroupStatus status, long fencingToken) {
				GroupWatchTests.this.listener.leadershipGained(status, fencingToken);
			}

		});
		runAsked();
		assertThat(looksAskedFor).containsExactly(0);
		assertThat(this.listener.heard).containsExactly("gained 4");
	}

	@Test
	void allIsToldWhenTheLookHasEnded() {
		assertThat(this.watch.told()).isCompleted();
		this.watch.add(this.listener);
		assertThat(this.watch.told()).isNotCompleted();
		runAsked();
		assertThat(this.watch.told()).isCompleted();
	}

	@Test
	void onlyTheThreadThatIsInAListenerIsCalling() {
		List<Boolean> during = new ArrayList<>();
		this.watch.add(new RecordingListener() {

			@Override
			public void becameReady(GroupStatus status) {
				during.add(GroupWatchTests.this.watch.isCalling());
			}

		});
		assertThat(this.watch.isCalling()).isFalse();
		runAsked();
		assertThat(during).containsExactly(true);
		assertThat(this.watch.isCalling()).isFalse();
	}

	/** The group must not notice: it would take an exception for a broken rule. */
	@Test
	void aServerThatIsClosedTellsNothingAndNobodyWaits() {
		GroupWatch closed = new GroupWatch(() -> this.status, (task) -> {
			throw new RejectedExecutionException("closed");
		});
		closed.add(this.listener);
		closed.changed();
		assertThat(closed.told()).isCompleted();
		assertThat(this.listener.heard).isEmpty();
	}

	private void see(Statuses status) {
		this.status = status.get();
	}

	private void runAsked() {
		while (!this.asked.isEmpty()) {
			this.asked.remove().run();
		}
	}

}
