package io.dongting.raft.log.journal;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;
import java.util.concurrent.atomic.AtomicReference;

import io.dongting.fiber.FiberGroup;
import io.dongting.fiber.VirtualDispatcher;
import io.dongting.raft.log.EntryBatch;
import io.dongting.raft.log.TestEntries;
import io.dongting.raft.log.TestEntries.Entry;

/**
 * A log that keeps in mind what it has asked of the journal, and what it was told.
 */
final class TestLog {

	private static final int BODY_BYTES = 100;

	final FiberGroup group;

	/** The numbers of its writes. */
	final List<Long> written = new ArrayList<>();

	final List<Throwable> failed = new ArrayList<>();

	/** All that it has submitted. */
	final List<Entry> entries = new ArrayList<>();

	final JournalMember member;

	int timesAsked;

	/** Runs in the group when it is asked to settle. */
	Runnable whenAsked = () -> {
	};

	private final JournalFixture fixture;

	private final JournaledLog name;

	TestLog(JournalFixture fixture, int groupId, UUID replicaUuid) {
		this.fixture = fixture;
		this.name = new JournaledLog(groupId, replicaUuid);
		this.group = new VirtualDispatcher(fixture.world, "dispatcher " + groupId).createGroup("group " + groupId,
				(group, source, failure) -> fixture.thrown.add(failure));
		this.member = fixture.journal.join(this.group, groupId, replicaUuid, this::asked);
	}

	private void asked() {
		this.timesAsked++;
		this.whenAsked.run();
	}

	JournaledLog name() {
		return this.name;
	}

	long lastIndex() {
		return this.entries.size();
	}

	long lastNumber() {
		return this.written.get(this.written.size() - 1);
	}

	/** Submit some entries and let that have its consequences. */
	void append(int count) {
		appendOnly(count, BODY_BYTES);
		this.fixture.settle();
	}

	/** Submit some entries and nothing more. */
	void appendOnly(int count, int bodyBytes) {
		List<Entry> next = TestEntries.entries(lastIndex() + 1, count, 1, bodyBytes);
		EntryBatch batch = TestEntries.batch(next, (lastIndex() == 0) ? 0 : 1);
		this.entries.addAll(next);
		submit(List.of(batch));
	}

	/** Submit batches as they are. */
	void submit(List<EntryBatch> batches) {
		callOnly(() -> this.member.append(batches, 1, this.written::add, this.failed::add));
	}

	void settled(long number) {
		callOnly(() -> this.member.settled(number));
		this.fixture.settle();
	}

	void stop() {
		callOnly(this.member::stop);
		this.fixture.settle();
	}

	void leave() {
		callOnly(this.member::leave);
		this.fixture.settle();
	}

	/** Run code inside the group and nothing after it but that round. */
	private void callOnly(Runnable code) {
		AtomicReference<RuntimeException> failure = new AtomicReference<>();
		boolean[] ran = new boolean[1];
		this.group.execute(() -> {
			int known = this.written.size() + this.failed.size();
			try {
				code.run();
			}
			catch (RuntimeException ex) {
				failure.set(ex);
			}
			ran[0] = this.written.size() + this.failed.size() == known;
		});
		while (!ran[0] && this.fixture.world.step()) {
			// Until it has run, and has called nothing back
		}
		if (failure.get() != null) {
			throw failure.get();
		}
		if (!ran[0]) {
			throw new AssertionError("Called back inside the call");
		}
	}

}
