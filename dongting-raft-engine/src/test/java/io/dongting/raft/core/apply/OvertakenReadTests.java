package io.dongting.raft.core.apply;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.TreeSet;
import java.util.UUID;

import io.dongting.fiber.FiberGroup;
import io.dongting.fiber.VirtualDispatcher;
import io.dongting.fiber.VirtualTime;
import io.dongting.raft.DiskSpace;
import io.dongting.raft.RaftGroupConfig;
import io.dongting.raft.RaftGroupOptions;
import io.dongting.raft.core.commit.CommitManager;
import io.dongting.raft.core.member.MemberManager;
import io.dongting.raft.core.meter.GroupMeters;
import io.dongting.raft.core.propose.PendingTasks;
import io.dongting.raft.core.state.Ballot;
import io.dongting.raft.core.state.Failpoints;
import io.dongting.raft.core.state.GroupContext;
import io.dongting.raft.core.state.Health;
import io.dongting.raft.log.LogListener;
import io.dongting.raft.log.TestEntries;
import io.dongting.raft.log.segment.JournalSeat;
import io.dongting.raft.log.segment.LogConfiguration;
import io.dongting.raft.log.segment.SegmentedLog;
import io.dongting.raft.log.vote.VoteStore;
import io.dongting.simulation.SimulatedFileSystem;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * After a restart a follower applies what it reads from its disk, and that may end in
 * entries that the new leader replaces at this very moment.
 */
class OvertakenReadTests {

	private static final String DIRECTORY = "groups/1/log";

	private static final UUID REPLICA = new UUID(1, 2);

	private final SimulatedFileSystem disk = new SimulatedFileSystem();

	private final VirtualTime world = new VirtualTime(1);

	private final FiberGroup group = new VirtualDispatcher(this.world, "dispatcher").createGroup("group",
			(group, source, failure) -> {
				throw new AssertionError(source, failure);
			});

	private final ArrayDeque<Runnable> work = new ArrayDeque<>();

	private final List<String> applied = new ArrayList<>();

	private SegmentedLog log;

	private CommitManager commits;

	private ApplyManager applies;

	/** Three entries of term 1 on the disk, of which only the first is committed. */
	@BeforeEach
	void restart() throws IOException {
		LogConfiguration configuration = LogConfiguration.of(1, REPLICA);
		SegmentedLog before = SegmentedLog.create(configuration, this.disk, DIRECTORY, JournalSeat.NONE, this.group,
				Runnable::run, new NoListener());
		run(() -> {
			before.append(TestEntries.batch(TestEntries.entries(1, 3, 1, 10), 0));
			before.flush();
		});
		run(() -> before.close(() -> {
		}));
		this.log = SegmentedLog.open(configuration, this.disk, DIRECTORY, JournalSeat.NONE, this.group, this.work::add,
				new NoListener());
		VoteStore votes = VoteStore.openOrCreate(this.disk, "groups/1", () -> REPLICA, this.group, this.work::add,
				(cause) -> {
				});
		this.commits = new CommitManager(this.log, new Ballot(votes), new MemberManager());
		RaftGroupConfig config = new RaftGroupConfig("list", 1, new TreeSet<>(List.of(1, 2, 3)),
				Collections.emptySortedSet(), RaftGroupOptions.DEFAULTS);
		GroupContext context = new GroupContext(1, config, this.group, new SplittableRandom(1), Failpoints.NONE,
				() -> DiskSpace.AMPLE, GroupMeters.NONE);
		this.applies = new ApplyManager(context, this.log, this.commits, new PendingTasks(), (item) -> {
			this.applied.add(item.index() + "/t" + item.term());
			return new byte[0];
		}, new SerialTurn(Runnable::run), new Health(context));
	}

	@Test
	void whatIsReplacedBetweenTheEndOfAReadAndItsUseIsNotApplied() {
		run(() -> {
			this.commits.follow(1, 1);
			this.applies.flush();
		});
		// The read ends and the leader replaces what was read in one round
		this.work.remove().run();
		run(() -> {
			this.log.truncateFrom(3);
			this.log.append(TestEntries.batch(TestEntries.entries(3, 1, 2, 10), 1));
			this.commits.follow(3, 3);
		});
		run(this.applies::flush);
		workAndFlush();
		assertThat(this.applied).containsExactly("1/t1", "2/t1", "3/t2");
	}

	@Test
	void whatIsReadBeyondTheCommitIndexWaits() {
		run(() -> {
			this.commits.follow(1, 1);
			this.applies.flush();
		});
		workAndFlush();
		assertThat(this.applied).containsExactly("1/t1");
		run(() -> this.commits.follow(3, 3));
		run(this.applies::flush);
		workAndFlush();
		assertThat(this.applied).containsExactly("1/t1", "2/t1", "3/t1");
	}

	private void workAndFlush() {
		run(this.log::flush);
		while (!this.work.isEmpty()) {
			this.work.remove().run();
			run(this.log::flush);
			run(this.applies::flush);
		}
	}

	private void run(Runnable code) {
		this.group.execute(code);
		this.world.advance(Duration.ofMillis(1));
	}

	private static final class NoListener implements LogListener {

		@Override
		public void durable(long durableIndex) {
		}

		@Override
		public void truncated() {
		}

		@Override
		public void failed(Throwable cause) {
			throw new AssertionError(cause);
		}

	}

}
