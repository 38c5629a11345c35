package io.dongting.raft.log.segment;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.Callable;
import java.util.concurrent.atomic.AtomicReference;

import io.dongting.fiber.FiberFuture;
import io.dongting.fiber.FiberGroup;
import io.dongting.fiber.VirtualDispatcher;
import io.dongting.fiber.VirtualTime;
import io.dongting.raft.log.EntryBatch;
import io.dongting.raft.log.LogListener;
import io.dongting.raft.log.TestEntries;
import io.dongting.raft.log.TestEntries.Entry;
import io.dongting.simulation.SimulatedFileSystem;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * A log on a simulated disk, in a group in virtual time. Blocking work is done some time
 * after it was handed in, or when the test says so.
 */
final class LogFixture {

	static final String DIRECTORY = "groups/7/log";

	static final UUID REPLICA = new UUID(1, 2);

	private static final int IO_NANOS = 1000;

	final SimulatedFileSystem disk;

	final VirtualTime world = new VirtualTime(1);

	final FiberGroup group;

	final List<Long> durable = new ArrayList<>();

	final List<Throwable> failed = new ArrayList<>();

	final List<Throwable> thrown = new ArrayList<>();

	final ArrayDeque<Runnable> held = new ArrayDeque<>();

	boolean holdIo;

	int truncations;

	SegmentedLog log;

	/** Told besides the fields of this fixture. */
	LogListener listener = new LogListener() {
		@Override
		public void durable(long durableIndex) {
		}

		@Override
		public void truncated() {
		}

		@Override
		public void failed(Throwable cause) {
		}
	};

	LogFixture(SimulatedFileSystem disk) {
		this.disk = disk;
		this.group = new VirtualDispatcher(this.world, "dispatcher").createGroup("group",
				(group, source, failure) -> this.thrown.add(failure));
	}

	/** Room for so many bytes of entries in each segment. */
	static LogConfiguration configuration(int roomBytes) {
		return LogConfiguration.of(7, REPLICA)
			.withSizes(LogConfiguration.SEGMENT_OVERHEAD_BYTES + roomBytes, roomBytes, 1 << 20);
	}

	/**
	 * Room for so many bytes of entries in the first segment, and up to so many later.
	 */
	static LogConfiguration growing(int firstRoomBytes, int roomBytes) {
		return configuration(roomBytes).withFirstSegment(LogConfiguration.SEGMENT_OVERHEAD_BYTES + firstRoomBytes);
	}

	static LogFixture created(SimulatedFileSystem disk, LogConfiguration configuration) throws IOException {
		return created(disk, configuration, JournalSeat.NONE);
	}

	static LogFixture created(SimulatedFileSystem disk, LogConfiguration configuration, JournalSeat seat)
			throws IOException {
		LogFixture fixture = new LogFixture(disk);
		fixture.log = SegmentedLog.create(configuration, disk, DIRECTORY, seat, fixture.group, fixture::io,
				fixture.new Recorder());
		return fixture;
	}

	/** With a journal of its own on the same disk, whose records are brought to it. */
	static LogFixture journaled(SimulatedFileSystem disk, LogConfiguration configuration) throws IOException {
		LogFixture fixture = new LogFixture(disk);
		boolean exists = SegmentedLog.exists(disk, DIRECTORY);
		SimpleJournal journal = SimpleJournal.replayed(disk, configuration, fixture.group, fixture::io);
		fixture.log = exists
				? SegmentedLog.open(configuration, disk, DIRECTORY, journal, fixture.group, fixture::io,
						fixture.new Recorder())
				: SegmentedLog.create(configuration, disk, DIRECTORY, journal, fixture.group, fixture::io,
						fixture.new Recorder());
		return fixture;
	}

	static LogFixture opened(SimulatedFileSystem disk, LogConfiguration configuration) throws IOException {
		return opened(disk, configuration, JournalSeat.NONE);
	}

	static LogFixture opened(SimulatedFileSystem disk, LogConfiguration configuration, JournalSeat seat)
			throws IOException {
		LogFixture fixture = new LogFixture(disk);
		fixture.log = SegmentedLog.open(configuration, disk, DIRECTORY, seat, fixture.group, fixture::io,
				fixture.new Recorder());
		return fixture;
	}

	private void io(Runnable task) {
		if (this.holdIo) {
			this.held.add(task);
		}
		else {
			this.world.schedule(IO_NANOS, task);
		}
	}

	/** Do the oldest held blocking work. */
	void releaseOne() {
		this.world.schedule(IO_NANOS, this.held.remove());
		settle();
	}

	/** Let what is under way end, but no timer of the log fire. */
	void settle() {
		this.world.advance(Duration.ofMillis(1));
	}

	/** Run code inside the group and let it have its consequences. */
	<T> T call(Callable<T> code) {
		T result = callOnly(code);
		settle();
		return result;
	}

	/** Run code inside the group and nothing after it but that round. */
	<T> T callOnly(Callable<T> code) {
		AtomicReference<T> result = new AtomicReference<>();
		AtomicReference<Throwable> failure = new AtomicReference<>();
		boolean[] ran = new boolean[1];
		this.group.execute(() -> {
			ran[0] = true;
			try {
				result.set(code.call());
			}
			catch (Throwable ex) {
				failure.set(ex);
			}
		});
		while (!ran[0]) {
			this.world.step();
		}
		if (failure.get() instanceof RuntimeException exception) {
			throw exception;
		}
		assertThat(failure.get()).isNull();
		return result.get();
	}

	void run(Runnable code) {
		call(() -> {
			code.run();
			return null;
		});
	}

	void append(List<Entry> entries) {
		run(() -> {
			this.log.append(TestEntries.batch(entries, this.log.lastTerm()));
			this.log.flush();
		});
	}

	void truncateFrom(long index) {
		run(() -> {
			this.log.truncateFrom(index);
			this.log.flush();
		});
	}

	List<Entry> readAll() {
		List<Entry> entries = new ArrayList<>();
		while (this.log.firstIndex() + entries.size() <= this.log.lastIndex()) {
			entries.addAll(TestEntries.decode(read(this.log.firstIndex() + entries.size(), 500)));
		}
		return entries;
	}

	EntryBatch read(long fromIndex, int maxBytes) {
		FiberFuture<EntryBatch> future = call(() -> this.log.readStored(fromIndex, maxBytes));
		return call(future::get);
	}

	void close() {
		List<String> closed = new ArrayList<>();
		run(() -> this.log.close(() -> closed.add("closed")));
		assertThat(closed).containsExactly("closed");
	}

	private final class Recorder implements LogListener {

		@Override
		public void durable(long durableIndex) {
			LogFixture.this.durable.add(durableIndex);
			LogFixture.this.listener.durable(durableIndex);
		}

		@Override
		public void truncated() {
			LogFixture.this.truncations++;
			LogFixture.this.listener.truncated();
		}

		@Override
		public void failed(Throwable cause) {
			LogFixture.this.failed.add(cause);
			LogFixture.this.listener.failed(cause);
		}

	}

}
