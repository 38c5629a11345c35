package io.dongting.spring.statemachine;

import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import io.dongting.raft.NotExecutedException;
import io.dongting.raft.NotExecutedException.Reason;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link CatchUp}.
 */
class CatchUpTests {

	private final CatchUp catchUp = new CatchUp();

	private final List<CompletableFuture<Long>> reads = new ArrayList<>();

	private final List<Integer> proceeded = new ArrayList<>();

	@Test
	void oneReadLetsAllGoOnInTheOrderInWhichTheyCame() {
		for (int call = 1; call <= 5; call++) {
			await(call);
		}
		assertThat(this.reads).hasSize(1);
		assertThat(this.catchUp.isDone()).isFalse();
		this.reads.get(0).complete(7L);
		assertThat(this.proceeded).containsExactly(1, 2, 3, 4, 5);
		assertThat(this.catchUp.isDone()).isTrue();
		assertThat(await(6)).isCompleted();
		assertThat(this.reads).hasSize(1);
	}

	@Test
	void callThatComesMeanwhileGoesOnAfterThoseThatWait() {
		await(1).thenRun(() -> await(3));
		await(2);
		this.reads.get(0).complete(7L);
		assertThat(this.proceeded).containsExactly(1, 2, 3);
		assertThat(this.reads).hasSize(1);
		assertThat(this.catchUp.isDone()).isTrue();
	}

	@Test
	void callThatHasTimeLeftReadsAgainWhereTheReadOfAnotherRanOutOfIt() {
		CompletableFuture<@Nullable Void> first = await(1);
		CompletableFuture<@Nullable Void> late = await(2, Duration.ofNanos(1));
		CompletableFuture<@Nullable Void> patient = await(3);
		this.reads.get(0).completeExceptionally(new NotExecutedException(Reason.TIMED_OUT, "too late"));
		assertThat(List.of(first, late)).allMatch(CompletableFuture::isCompletedExceptionally);
		assertThat(patient).isNotDone();
		assertThat(this.reads).hasSize(2);
		this.reads.get(1).complete(7L);
		assertThat(patient).isCompleted();
		assertThat(this.proceeded).containsExactly(3);
	}

	@Test
	void allFailWithAReadThatDoesAndTheNextCallTriesAgain() {
		List<CompletableFuture<@Nullable Void>> calls = List.of(await(1), await(2));
		this.reads.get(0).completeExceptionally(new NotExecutedException(Reason.STOPPED, "no more"));
		assertThat(calls).allMatch(CompletableFuture::isCompletedExceptionally);
		assertThat(this.catchUp.isDone()).isFalse();
		CompletableFuture<@Nullable Void> next = await(3);
		this.reads.get(1).complete(7L);
		assertThat(next).isCompleted();
	}

	@Test
	void readThatCannotBeMadeFailsTheCall() {
		CompletableFuture<@Nullable Void> call = this.catchUp.await(Duration.ofSeconds(10), (left) -> {
			throw new IllegalStateException("no group");
		});
		assertThat(call).failsWithin(Duration.ZERO).withThrowableThat().withMessageContaining("no group");
		await(1);
		assertThat(this.reads).hasSize(1);
	}

	@Test
	void noMoreWaitThanFit() {
		for (int call = 1; call <= CatchUp.MOST_WAITING; call++) {
			assertThat(await(call)).isNotDone();
		}
		assertThat(await(0)).failsWithin(Duration.ZERO)
			.withThrowableThat()
			.havingCause()
			.isInstanceOfSatisfying(NotExecutedException.class,
					(ex) -> assertThat(ex.reason()).isEqualTo(Reason.OVERLOADED));
	}

	@Test
	void nobodyWaitsWhereItIsSkipped() {
		this.catchUp.skip();
		assertThat(this.catchUp.isDone()).isTrue();
		assertThat(await(1)).isCompleted();
		assertThat(this.reads).isEmpty();
	}

	private CompletableFuture<@Nullable Void> await(int call) {
		return await(call, Duration.ofSeconds(60));
	}

	private CompletableFuture<@Nullable Void> await(int call, Duration timeout) {
		CompletableFuture<@Nullable Void> admitted = this.catchUp.await(timeout, (left) -> {
			assertThat(left).isPositive();
			CompletableFuture<Long> read = new CompletableFuture<>();
			this.reads.add(read);
			return read;
		});
		return admitted.thenRun(() -> this.proceeded.add(call));
	}

}
