package io.dongting.spring.statemachine;

import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

import io.dongting.raft.LogItem;
import io.dongting.raft.NotExecutedException;
import io.dongting.raft.NotExecutedException.Reason;
import io.dongting.raft.RaftInput;
import io.dongting.raft.ReadConsistency;
import io.dongting.spring.CommandNotAnnouncedException;
import io.dongting.spring.RaftCommand;
import io.dongting.spring.statemachine.CommandOutcome.Kind;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for state machines whose members announce what they can apply.
 */
class AnnouncingStateMachineTests {

	private static final SortedSet<Integer> BOTH = new TreeSet<>(List.of(1, 2));

	private static final SortedSet<Integer> ALONE = new TreeSet<>(List.of(1));

	private final Proxies proxies = new Proxies();

	private final ExecutorService callers = Executors.newSingleThreadExecutor();

	@AfterEach
	void close() {
		this.proxies.close();
		this.callers.shutdownNow();
	}

	@Test
	void commandThatAMemberLacksIsNotProposed() {
		Second stock = this.proxies.create(new SecondMachine(), Second.class);
		submit(TypedStateMachine.of(new FirstMachine(), ValueCodecs.builtIn())
			.announcement(2, BOTH, LoopbackGroup.TERM));
		assertThat(stock.add(1)).isEqualTo(1);
		int proposed = this.proxies.group.bodies.size();
		assertThatExceptionOfType(CommandNotAnnouncedException.class).isThrownBy(stock::clear)
			.withMessageContaining("'clear()'")
			.withMessageContaining("the nodes [2]")
			.isInstanceOf(NotExecutedException.class)
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(Reason.NOT_ACCEPTED));
		assertThat(this.proxies.group.bodies).hasSize(proposed);
		submit(TypedStateMachine.of(new SecondMachine(), ValueCodecs.builtIn())
			.announcement(2, BOTH, LoopbackGroup.TERM));
		submit(this.proxies.machine().announcement(1, BOTH, LoopbackGroup.TERM));
		stock.clear();
		assertThat(stock.add(1)).isEqualTo(1);
	}

	/** It was proposed before the node knew, and stands in the log all the same. */
	@Test
	void commandThatIsNotAcceptedIsAppliedByNobodyAndStopsNobody() {
		TypedStateMachine old = TypedStateMachine.of(new FirstMachine(), ValueCodecs.builtIn());
		SecondMachine target = new SecondMachine();
		TypedStateMachine recent = TypedStateMachine.of(target, ValueCodecs.builtIn());
		target.add(7);
		byte[] announcement = old.announcement(2, BOTH, LoopbackGroup.TERM).orElseThrow();
		byte[] clear = new CommandCall("clear()", List.of()).toBytes();
		for (TypedStateMachine machine : List.of(old, recent)) {
			apply(machine, 1, announcement);
			byte[] result = apply(machine, 2, clear);
			CommandOutcome outcome = CommandOutcome.read(result);
			assertThat(outcome.kind()).isEqualTo(Kind.REFUSED);
			assertThat(outcome.text()).contains("'clear()'", "[2]");
			assertThat(machine.refusal(result)).isEqualTo(Reason.NOT_ACCEPTED);
			assertThat(machine.refusal(CommandOutcome.nothing())).isNull();
		}
		assertThat(target.count).isEqualTo(7);
	}

	@Test
	void callerOfACommandThatIsNotAppliedIsToldSo() {
		Second stock = this.proxies.create(new SecondMachine(), Second.class);
		TypedStateMachine elsewhere = TypedStateMachine.of(new SecondMachine(), ValueCodecs.builtIn());
		apply(elsewhere, 1,
				TypedStateMachine.of(new FirstMachine(), ValueCodecs.builtIn())
					.announcement(2, BOTH, LoopbackGroup.TERM)
					.orElseThrow());
		this.proxies.group.drive(elsewhere);
		assertThatExceptionOfType(CommandNotAnnouncedException.class).isThrownBy(stock::clear)
			.withMessageContaining("the nodes [2]")
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(Reason.NOT_ACCEPTED));
	}

	@Test
	void commandThatWasAcceptedStopsANodeThatDoesNotKnowItAnyMore() {
		TypedStateMachine recent = TypedStateMachine.of(new SecondMachine(), ValueCodecs.builtIn());
		TypedStateMachine old = TypedStateMachine.of(new FirstMachine(), ValueCodecs.builtIn());
		apply(old, 1, recent.announcement(1, new TreeSet<>(Set.of(1)), LoopbackGroup.TERM).orElseThrow());
		assertThatExceptionOfType(UnknownCommandException.class)
			.isThrownBy(() -> apply(old, 2, new CommandCall("clear()", List.of()).toBytes()));
	}

	@Test
	void membersThatAnEarlierLeaderAnnouncedLateDoNotCount() {
		TypedStateMachine machine = TypedStateMachine.of(new FirstMachine(), ValueCodecs.builtIn());
		apply(machine, 1, machine.announcement(1, BOTH, LoopbackGroup.TERM - 1).orElseThrow());
		assertThat(machine.announcedBy()).containsExactly(1);
		assertThat(machine.announcement(1, BOTH, LoopbackGroup.TERM)).isPresent();
	}

	@Test
	void nothingIsDueWhenTheGroupKnows() {
		TypedStateMachine machine = TypedStateMachine.of(new FirstMachine(), ValueCodecs.builtIn());
		SortedSet<Integer> unsaid = new TreeSet<>();
		assertThat(machine.announcedBy()).isEmpty();
		apply(machine, 1, machine.announcement(1, unsaid, LoopbackGroup.TERM).orElseThrow());
		assertThat(machine.announcedBy()).containsExactly(1);
		assertThat(machine.announcement(1, unsaid, LoopbackGroup.TERM)).isEmpty();
		assertThat(machine.announcement(2, unsaid, LoopbackGroup.TERM)).isPresent();
		apply(machine, 2, machine.announcement(1, BOTH, LoopbackGroup.TERM).orElseThrow());
		assertThat(machine.announcement(1, BOTH, LoopbackGroup.TERM)).isEmpty();
		assertThat(machine.announcement(1, unsaid, LoopbackGroup.TERM)).isEmpty();
		assertThat(machine.announcement(1, new TreeSet<>(List.of(1, 2, 3)), LoopbackGroup.TERM)).isPresent();
	}

	/**
	 * The log shows no shape, so what was announced must be known before any command is
	 * proposed, such as by a node that is new to the group or keeps nothing.
	 */
	@Test
	void nothingIsProposedBeforeWhatWasAnnouncedIsKnown() {
		Wider stock = this.proxies.create(new WiderMachine(), Wider.class);
		this.proxies.group.lagBehind(announcementOfTheFirst());
		assertThatExceptionOfType(CommandNotAnnouncedException.class).isThrownBy(() -> stock.add(1L))
			.withMessageContaining("the nodes [2] have it in another form");
		assertThat(this.proxies.group.bodies).isEmpty();
		assertThat(this.proxies.group.waits).containsExactly(ReadConsistency.LINEARIZABLE);
	}

	@Test
	void callWithAFutureKnowsWhatWasAnnouncedAsWell() {
		Later stock = this.proxies.create(new LaterMachine(), Later.class);
		this.proxies.group.lagBehind(announcementOfTheFirst());
		assertThat(stock.add(1L)).failsWithin(Duration.ofSeconds(10))
			.withThrowableThat()
			.withCauseInstanceOf(CommandNotAnnouncedException.class);
		assertThat(this.proxies.group.bodies).isEmpty();
	}

	@Test
	void nodeCatchesUpOnce() {
		FirstStock stock = this.proxies.create(new FirstMachine(), FirstStock.class);
		assertThat(stock.add(1)).isEqualTo(1);
		assertThat(this.proxies.group.waits).containsExactly(ReadConsistency.LINEARIZABLE);
		assertThat(stock.add(1)).isEqualTo(2);
		assertThat(this.proxies.group.waits).hasSize(1);
	}

	@Test
	void nodeThatCannotCatchUpProposesNothingAndTriesAgain() {
		FirstStock stock = this.proxies.create(new FirstMachine(), FirstStock.class);
		this.proxies.group.refuseWith(new NotExecutedException(Reason.NO_LEADER, "nobody leads"));
		for (int attempt = 1; attempt <= 2; attempt++) {
			assertThatExceptionOfType(NotExecutedException.class).isThrownBy(() -> stock.add(1))
				.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(Reason.NO_LEADER));
			assertThat(this.proxies.group.waits).hasSize(attempt);
		}
		assertThat(this.proxies.group.bodies).isEmpty();
	}

	/** They may all be taken by callers who wait. */
	@Test
	void callThatBlocksNeedsNoThreadThatCompletesFutures() {
		FirstStock stock = this.proxies.create(new FirstMachine(), FirstStock.class);
		CountDownLatch done = new CountDownLatch(1);
		for (int i = 0; i < CompletionThreads.THREADS; i++) {
			this.proxies.threads.executor().execute(() -> awaitUninterruptibly(done));
		}
		assertThat(stock.add(1)).isEqualTo(1);
		assertThat(this.proxies.group.waits).hasSize(1);
		done.countDown();
	}

	/** As where an application that has just been started in a new version calls it. */
	@Test
	void callThatBlocksWaitsUntilItsOwnNodeHasAnnouncedTheCommand() {
		Second stock = this.proxies.create(new SecondMachine(), Second.class);
		submit(TypedStateMachine.of(new FirstMachine(), ValueCodecs.builtIn())
			.announcement(1, ALONE, LoopbackGroup.TERM));
		CompletableFuture<Void> cleared = CompletableFuture.runAsync(stock::clear, this.callers);
		await().atMost(Duration.ofSeconds(10)).until(() -> this.proxies.group.statusAsked);
		assertThat(cleared).isNotDone();
		submit(this.proxies.machine().announcement(1, ALONE, LoopbackGroup.TERM));
		assertThat(cleared).succeedsWithin(Duration.ofSeconds(10));
	}

	@Test
	void callIsRefusedWhenItsOwnNodeDoesNotAnnounceInTime() {
		try (Proxies impatient = new Proxies(Duration.ofMillis(100))) {
			Second stock = impatient.create(new SecondMachine(), Second.class);
			impatient.group.lagBehind(TypedStateMachine.of(new FirstMachine(), ValueCodecs.builtIn())
				.announcement(1, ALONE, LoopbackGroup.TERM)
				.orElseThrow());
			for (int attempt = 1; attempt <= 2; attempt++) {
				assertThatExceptionOfType(CommandNotAnnouncedException.class).isThrownBy(stock::clear)
					.withMessageContaining("the nodes [1] do not have it");
			}
			assertThat(impatient.group.bodies).isEmpty();
		}
	}

	@Test
	void callerWhoIsInterruptedMeanwhileIsRefused() {
		Second stock = this.proxies.create(new SecondMachine(), Second.class);
		submit(TypedStateMachine.of(new FirstMachine(), ValueCodecs.builtIn())
			.announcement(1, ALONE, LoopbackGroup.TERM));
		assertThat(stock.add(1)).isEqualTo(1);
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(CommandNotAnnouncedException.class).isThrownBy(stock::clear);
		assertThat(Thread.interrupted()).isTrue();
	}

	private static void awaitUninterruptibly(CountDownLatch latch) {
		try {
			latch.await();
		}
		catch (InterruptedException ex) {
			Thread.currentThread().interrupt();
		}
	}

	private static byte[] announcementOfTheFirst() {
		return TypedStateMachine.of(new FirstMachine(), ValueCodecs.builtIn())
			.announcement(2, BOTH, LoopbackGroup.TERM)
			.orElseThrow();
	}

	private void submit(Optional<byte[]> announcement) {
		assertThat(this.proxies.group.submit(new RaftInput(announcement.orElseThrow(), Proxies.TIMEOUT)))
			.succeedsWithin(Duration.ofSeconds(10));
	}

	private static byte[] apply(TypedStateMachine machine, long index, byte[] body) {
		return machine.apply(new LogItem(index, LoopbackGroup.TERM, 0, ByteBuffer.wrap(body).asReadOnlyBuffer()));
	}

	interface FirstStock {

		@RaftCommand
		int add(@Nullable Integer count);

	}

	static class FirstMachine implements FirstStock {

		int count;

		@Override
		public int add(@Nullable Integer more) {
			this.count += (more != null) ? more : 0;
			return this.count;
		}

	}

	interface Second extends FirstStock {

		@RaftCommand
		void clear();

	}

	static class SecondMachine extends FirstMachine implements Second {

		@Override
		public void clear() {
			this.count = 0;
		}

	}

	interface Wider {

		@RaftCommand(id = "add(Integer)")
		long add(@Nullable Long count);

	}

	interface Later {

		@RaftCommand(id = "add(Integer)")
		CompletableFuture<Long> add(@Nullable Long count);

	}

	static class LaterMachine implements Later {

		@Override
		public CompletableFuture<Long> add(@Nullable Long count) {
			return CompletableFuture.completedFuture(count);
		}

	}

	static class WiderMachine implements Wider {

		private long count;

		@Override
		public long add(@Nullable Long more) {
			this.count += (more != null) ? more : 0;
			return this.count;
		}

	}

}
