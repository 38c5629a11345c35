package io.dongting.spring.actuate.operation;

import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import io.dongting.raft.InvalidConfigurationException;
import io.dongting.raft.NotExecutedException;
import io.dongting.raft.NotExecutedException.Reason;
import io.dongting.raft.OutcomeUnknownException;
import io.dongting.raft.RaftException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link EngineCall}.
 */
class EngineCallTests {

	private static final Duration TIMEOUT = Duration.ofSeconds(10);

	@Test
	void returnsWhatTheEngineReturned() {
		assertThat(EngineCall.await(TIMEOUT, () -> CompletableFuture.completedFuture("done"))).isEqualTo("done");
	}

	@Test
	void withoutALeaderNobodyCanDoIt() {
		assertFailure(new NotExecutedException(Reason.NO_LEADER, "nobody leads"), Failure.UNAVAILABLE, "NO_LEADER",
				"nobody leads");
	}

	@Test
	void aGroupThatStoppedCannotDoIt() {
		assertFailure(new NotExecutedException(Reason.STOPPED, "stopped"), Failure.UNAVAILABLE, "STOPPED", "stopped");
	}

	@Test
	void aGroupThatDoesNotAcceptItYetCannotDoIt() {
		assertFailure(new NotExecutedException(Reason.NOT_ACCEPTED, "not yet"), Failure.UNAVAILABLE, "NOT_ACCEPTED",
				"not yet");
	}

	@Test
	void anOperationThatTookTooLongTimedOut() {
		assertFailure(new NotExecutedException(Reason.TIMED_OUT, "too slow"), Failure.TIMED_OUT, "TIMED_OUT",
				"too slow");
	}

	@Test
	void anUnknownOutcomeIsSaidToBeUnknown() {
		assertFailure(new OutcomeUnknownException("who knows"), Failure.TIMED_OUT, "OUTCOME_UNKNOWN", "who knows");
	}

	@Test
	void whatTheGroupCannotDoIsAConflict() {
		assertFailure(new UnsupportedOperationException("no snapshots"), Failure.CONFLICT, "NOT_SUPPORTED",
				"no snapshots");
	}

	@Test
	void argumentsThatDoNotFitTogetherAreBadValues() {
		assertFailure(new InvalidConfigurationException("members", "There are none."), Failure.BAD_VALUE, "BAD_VALUE",
				"Invalid 'members': There are none.");
		assertThatExceptionOfType(OperationFailedException.class).isThrownBy(() -> EngineCall.checked(() -> {
			throw new InvalidConfigurationException("members", "There are none.");
		})).satisfies((failure) -> assertThat(failure.failure()).isEqualTo(Failure.BAD_VALUE));
	}

	@Test
	void whatWentWrongInTheEngineIsSaid() {
		assertFailure(new RaftException("the disk is broken"), Failure.FAILED, "FAILED", "the disk is broken");
	}

	@Test
	void aFailureThatIsInTheWordsOfAnOperationStaysAsItIs() {
		assertFailure(new OperationFailedException(Failure.NOT_FOUND, "NO_SUCH_NODE", "Which one?"), Failure.NOT_FOUND,
				"NO_SUCH_NODE", "Which one?");
	}

	@Test
	void theRealFailureIsFoundInsideOthers() {
		assertFailure(new CompletionException(new OutcomeUnknownException("who knows")), Failure.TIMED_OUT,
				"OUTCOME_UNKNOWN", "who knows");
	}

	@Test
	void aRefusalAtOnceIsTheSameAsALaterOne() {
		assertThatExceptionOfType(OperationFailedException.class).isThrownBy(() -> EngineCall.await(TIMEOUT, () -> {
			throw new NotExecutedException(Reason.OVERLOADED, "too much");
		})).satisfies((failure) -> assertThat(failure.result()).isEqualTo("OVERLOADED"));
	}

	@Test
	void aFailureWithoutANameIsNotHidden() {
		assertThatIllegalStateException()
			.isThrownBy(() -> EngineCall.await(TIMEOUT,
					() -> CompletableFuture.failedFuture(new IllegalStateException("a bug"))))
			.withMessage("a bug");
	}

	@Test
	void anErrorIsNotHidden() {
		assertThatExceptionOfType(StackOverflowError.class).isThrownBy(
				() -> EngineCall.await(TIMEOUT, () -> CompletableFuture.failedFuture(new StackOverflowError())));
	}

	@Test
	void anEngineThatNeverAnswersIsNotWaitedForWithoutEnd() {
		assertThatExceptionOfType(OperationFailedException.class)
			.isThrownBy(
					() -> EngineCall.await(Duration.ofMillis(1).minus(Duration.ofSeconds(2)), CompletableFuture::new))
			.satisfies((failure) -> {
				assertThat(failure.failure()).isEqualTo(Failure.TIMED_OUT);
				assertThat(failure.result()).isEqualTo("TIMED_OUT");
			});
	}

	@Test
	void anInterruptedCallerDoesNotKnowTheOutcome() {
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(OperationFailedException.class)
			.isThrownBy(() -> EngineCall.await(TIMEOUT, CompletableFuture::new))
			.satisfies((failure) -> assertThat(failure.result()).isEqualTo("OUTCOME_UNKNOWN"));
		assertThat(Thread.interrupted()).isTrue();
	}

	private static void assertFailure(RuntimeException thrown, Failure kind, String result, String explanation) {
		assertThatExceptionOfType(OperationFailedException.class)
			.isThrownBy(() -> EngineCall.await(TIMEOUT, () -> CompletableFuture.failedFuture(thrown)))
			.satisfies((failure) -> {
				assertThat(failure.failure()).isEqualTo(kind);
				assertThat(failure.result()).isEqualTo(result);
				assertThat(failure.getReason()).isEqualTo(explanation);
			});
	}

}
