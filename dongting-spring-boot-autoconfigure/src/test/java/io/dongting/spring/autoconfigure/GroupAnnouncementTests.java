package io.dongting.spring.autoconfigure;

import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Collections;
import java.util.Deque;
import java.util.function.Supplier;

import io.dongting.raft.NotExecutedException;
import io.dongting.raft.NotExecutedException.Reason;
import io.dongting.raft.OutcomeUnknownException;
import io.dongting.raft.RaftException;
import io.dongting.raft.RaftGroup;
import io.dongting.spring.RaftCommand;
import io.dongting.spring.autoconfigure.Machines.CounterMachine;
import io.dongting.spring.statemachine.TypedStateMachine;
import io.dongting.spring.statemachine.ValueCodecs;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link GroupAnnouncement}.
 */
@ExtendWith(OutputCaptureExtension.class)
class GroupAnnouncementTests {

	private final TypedStateMachine machine = TypedStateMachine.of(new CounterMachine(), ValueCodecs.builtIn());

	private final ScriptedGroup group = new ScriptedGroup(this.machine);

	private final Deque<Runnable> later = new ArrayDeque<>();

	private Supplier<@Nullable RaftGroup> present = () -> this.group;

	private final GroupAnnouncement announcement = new GroupAnnouncement("counter", () -> this.present.get(),
			() -> this.machine, Duration.ofSeconds(5), this.later::add);

	@Test
	void groupIsToldOnce() {
		this.announcement.makeSure();
		this.group.answer(null);
		assertThat(this.machine.announcedBy()).containsExactly(1);
		this.announcement.makeSure();
		assertThat(this.group.submitted).hasSize(1);
		assertThat(this.group.waiting).isEmpty();
	}

	@Test
	void onlyOneAnnouncementIsUnderWayAndWhatChangedMeanwhileIsLookedAtAfterwards() {
		this.announcement.makeSure();
		this.announcement.makeSure();
		this.announcement.makeSure();
		assertThat(this.group.submitted).hasSize(1);
		assertThat(this.group.reads).isOne();
		this.group.answer(null);
		assertThat(this.group.reads).isEqualTo(2);
		assertThat(this.group.submitted).hasSize(1);
	}

	@Test
	void attemptThatFailedIsMadeAgainLater() {
		this.announcement.makeSure();
		this.group.answer(new NotExecutedException(Reason.NO_LEADER, "none"));
		this.later.remove().run();
		this.group.answer(new OutcomeUnknownException("who knows"));
		this.later.remove().run();
		this.group.answer(null);
		assertThat(this.group.submitted).hasSize(3);
		assertThat(this.later).isEmpty();
	}

	/** What was thought lost stands in the log after all. */
	@Test
	void attemptWithAnUnknownOutcomeIsNotMadeAgainWhereItSucceeded() {
		this.announcement.makeSure();
		this.group.apply(this.group.submitted.get(0));
		this.group.answer(new OutcomeUnknownException("who knows"));
		this.later.remove().run();
		assertThat(this.group.submitted).hasSize(1);
		assertThat(this.later).isEmpty();
	}

	@ParameterizedTest
	@EnumSource(names = { "STOPPED", "NOT_IN_CONFIG", "TOO_LARGE" })
	void whatCannotSucceedEndsAndTheNextEventBeginsAnew(Reason reason) {
		this.announcement.makeSure();
		this.group.answer(new NotExecutedException(reason, "no"));
		assertThat(this.later).isEmpty();
		this.announcement.makeSure();
		this.group.answer(null);
		assertThat(this.machine.announcedBy()).containsExactly(1);
	}

	@Test
	void groupThatIsGoneIsToldNothing() {
		this.announcement.makeSure();
		this.group.answer(new NotExecutedException(Reason.NO_LEADER, "none"));
		this.present = () -> null;
		this.later.remove().run();
		assertThat(this.group.submitted).hasSize(1);
		assertThat(this.later).isEmpty();
	}

	@Test
	void usualFailureIsReportedOnceWhenItComesAgain(CapturedOutput output) {
		this.announcement.makeSure();
		failWithoutLeader("nobody leads at first");
		failWith(new OutcomeUnknownException("who knows at first"));
		assertThat(output.getOut()).doesNotContain("nobody leads", "who knows");
		for (int i = 0; i < 3; i++) {
			failWithoutLeader("nobody leads");
			failWith(new OutcomeUnknownException("who knows"));
		}
		assertThat(output.getOut()).contains("'counter' was not told")
			.containsOnlyOnce("nobody leads")
			.containsOnlyOnce("who knows")
			.doesNotContain("\tat ");
		this.group.answer(null);
		this.group.apply(TypedStateMachine.of(new Bell(), ValueCodecs.builtIn())
			.announcement(1, Collections.emptySortedSet(), 0)
			.orElseThrow());
		this.announcement.makeSure();
		failWithoutLeader("nobody leads");
		assertThat(output.getOut()).containsOnlyOnce("nobody leads");
		failWithoutLeader("nobody leads again");
		assertThat(output.getOut()).contains("nobody leads again");
	}

	private void failWithoutLeader(String message) {
		failWith(new NotExecutedException(Reason.NO_LEADER, message));
	}

	private void failWith(RaftException failure) {
		this.group.answer(failure);
		this.later.remove().run();
	}

	@Test
	void unusualFailureIsReportedOnceAtOnce(CapturedOutput output) {
		this.announcement.makeSure();
		failWith(new NotExecutedException(Reason.NO_SPACE, "full"));
		assertThat(output.getOut()).contains("'counter' was not told").containsOnlyOnce("full").contains("\tat ");
		failWith(new NotExecutedException(Reason.NO_SPACE, "full still"));
		assertThat(output.getOut()).doesNotContain("full still");
	}

	@Test
	void whateverFailsIsTriedAgain(CapturedOutput output) {
		this.present = () -> {
			throw new IllegalStateException("not now");
		};
		this.announcement.makeSure();
		assertThat(output.getOut()).contains("not now");
		this.later.remove().run();
		this.present = () -> this.group;
		this.later.remove().run();
		this.group.answer(null);
		assertThat(this.machine.announcedBy()).containsExactly(1);
	}

	/** What the node ran before. */
	static class Bell {

		@RaftCommand
		public void ring() {
		}

	}

}
