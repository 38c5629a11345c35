package io.dongting.raft.server;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.dongting.raft.GroupStatus.Condition;
import io.dongting.raft.RaftOutput;
import io.dongting.raft.RaftRole;
import io.dongting.raft.log.EntryBatch;
import io.dongting.raft.log.journal.JournalRecords;
import io.dongting.raft.log.journal.JournaledLog;
import io.dongting.raft.server.VirtualServers.Node;
import io.dongting.simulation.SimulatedCrash;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * What only the journal of a node holds is brought to its groups at the next start,
 * whatever happened to the others of them.
 */
class ServerJournalTests {

	/** Where the entries of a segment begin. */
	private static final int ENTRIES_OFFSET = 20 * 1024;

	/** Where the writes of a file of the journal begin. */
	private static final int WRITES_OFFSET = 8 * 1024;

	private VirtualServers servers = new VirtualServers(1);

	private Node node = this.servers.nodes.get(1);

	@BeforeEach
	void twoGroups() {
		this.servers = new VirtualServers(1);
		this.servers.groups = List.of("list", "other");
		this.servers.machines = VirtualServers.ListMachine::new;
		this.node = this.servers.nodes.get(1);
		start();
	}

	private void start() {
		this.node.start();
		for (String group : this.servers.groups) {
			this.servers.assert20s(() -> isSettledDown(group));
		}
	}

	private boolean isSettledDown(String group) {
		Condition condition = this.node.group(group).status().condition();
		return condition == Condition.STORAGE_FAILED || this.node.group(group).status().role() == RaftRole.LEADER;
	}

	private void submit(String group, String command) {
		CompletableFuture<RaftOutput> output = this.node.group(group).submit(LocalCluster.command(command));
		this.servers.assert20s(output::isDone);
		assertThat(output).isCompleted();
	}

	private void assertApplied(String... commands) {
		this.servers.assert20s(() -> this.node.commands().containsAll(List.of(commands)));
	}

	private JournalRecords records() throws IOException {
		return JournalRecords.read(this.node.disk, NodeJournal.DIRECTORY);
	}

	/** The indexes that the journal has of both groups. */
	private List<Long> journaled() throws IOException {
		List<Long> found = new ArrayList<>();
		JournalRecords records = records();
		for (JournaledLog log : records.logs()) {
			records.replay(log, (epoch, batch) -> add(found, batch));
		}
		return found;
	}

	private static void add(List<Long> found, EntryBatch batch) {
		for (long index = batch.firstIndex(); index <= batch.lastIndex(); index++) {
			found.add(index);
		}
	}

	private long lastIndex(String group) {
		return this.node.group(group).status().lastLogIndex();
	}

	@Test
	void whatOnlyTheJournalHasIsThereAfterACrash() throws IOException {
		submit("list", "a");
		submit("other", "b");
		submit("list", "c");
		long last = lastIndex("list");
		assertThat(journaled()).contains(last);
		this.node.kill();
		start();
		assertApplied("a", "b", "c");
		assertThat(lastIndex("list")).isGreaterThanOrEqualTo(last);
	}

	@Test
	void aServerThatWasStoppedLeavesNothingInTheJournal() throws IOException {
		submit("list", "a");
		CompletableFuture<Void> stopped = this.node.server().stop().toCompletableFuture();
		this.servers.assert20s(stopped::isDone);
		this.node.server().close();
		assertThat(records().logs()).isEmpty();
		assertThat(this.node.disk.openFiles()).isZero();
	}

	@Test
	void aCrashWhileEntriesAreBroughtToTheGroupsDoesNoHarm() {
		boolean done = false;
		int crashes = 0;
		for (int operations = 1; !done; operations++) {
			twoGroups();
			submit("list", "a");
			submit("other", "b");
			this.node.kill();
			this.node.disk.faults().crashAfter(this.node.disk.operations() + operations);
			try {
				this.node.start();
				done = true;
				this.node.disk.faults().crashAfter(Long.MAX_VALUE);
			}
			catch (SimulatedCrash crash) {
				crashes++;
			}
			this.node.kill();
			start();
			assertApplied("a", "b");
		}
		assertThat(crashes).isGreaterThan(20);
	}

	@Test
	void entriesOfAGroupThatIsNotHostedThisTimeAreKept() {
		submit("other", "a");
		this.node.kill();
		this.servers.groups = List.of("list");
		start();
		submit("list", "b");
		this.node.kill();
		this.servers.groups = List.of("list", "other");
		start();
		assertApplied("a", "b");
	}

	@Test
	void entriesOfAGroupThatIsGoneAreOfNoUse() throws IOException {
		submit("list", "a");
		submit("other", "b");
		this.node.kill();
		this.node.disk.rename("groups/other", "groups/other.removed-1");
		start();
		assertApplied("a");
		assertThat(this.node.commands()).doesNotContain("b");
	}

	@Test
	void aDamagedLogKeepsNoOtherFromItsEntries() {
		this.servers.world.advance(Duration.ofSeconds(1));
		submit("list", "a");
		submit("other", "b");
		long last = lastIndex("other");
		this.node.kill();
		this.node.disk.flipBit("groups/other/log/00000000000000000001.segment", ENTRIES_OFFSET + 20, 1);
		start();
		assertApplied("a");
		assertThat(this.node.group("other").status().condition()).isEqualTo(Condition.STORAGE_FAILED);
		assertThat(this.node.group("other").status().detail()).contains("a durable entry does not verify");
		// Should it read well again: what the journal held is missing all the same (R28)
		this.node.kill();
		this.node.disk.flipBit("groups/other/log/00000000000000000001.segment", ENTRIES_OFFSET + 20, 1);
		start();
		assertThat(this.node.group("other").status().detail()).contains("journaled.end", "entry " + last);
	}

	@Test
	void entriesOfAGroupWhoseVotesCannotBeReadForOnceAreKept() {
		submit("other", "a");
		this.node.kill();
		flipVotes();
		start();
		assertThat(this.node.group("other").status().condition()).isEqualTo(Condition.STORAGE_FAILED);
		this.node.kill();
		flipVotes();
		start();
		assertApplied("a");
	}

	/** Both copies. */
	private void flipVotes() {
		this.node.disk.flipBit("groups/other/vote", 20, 1);
		this.node.disk.flipBit("groups/other/vote", 4096 + 20, 1);
	}

	@Test
	void aLogThatIsAwayIsNotForgotten() throws IOException {
		submit("list", "a");
		submit("other", "b");
		this.node.kill();
		this.node.disk.rename("groups/other/log", "groups/other/log.away");
		this.node.disk.syncDirectory("groups/other");
		assertThatExceptionOfType(RaftStartupException.class).isThrownBy(this.node::start)
			.withMessageContaining("groups/other/log");
		this.node.kill();
		this.node.disk.rename("groups/other/log.away", "groups/other/log");
		start();
		assertApplied("a", "b");
	}

	@Test
	void aGroupWhoseVotesCannotBeReadKeepsNoOtherFromItsEntries() {
		submit("list", "a");
		submit("other", "b");
		this.node.kill();
		this.node.disk.faults().failReads((path) -> path.startsWith("groups/other/vote"), 0, 4096);
		start();
		assertApplied("a");
	}

	@Test
	void aDamagedJournalKeepsTheServerFromStarting() throws IOException {
		submit("list", "a");
		submit("list", "b");
		submit("list", "c");
		this.node.kill();
		String journal = this.node.disk.list(NodeJournal.DIRECTORY)
			.stream()
			.filter((name) -> name.endsWith(".journal"))
			.findFirst()
			.orElseThrow();
		// The first write
		this.node.disk.flipBit(NodeJournal.DIRECTORY + "/" + journal, WRITES_OFFSET + 120, 1);
		assertThatExceptionOfType(RaftStartupException.class).isThrownBy(this.node::start)
			.withMessageContaining(journal);
	}

}
