package io.dongting.simulation.history;

import java.util.concurrent.atomic.AtomicLong;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

class HistoryRecorderTests {

	private final HistoryRecorder recorder = new HistoryRecorder(new AtomicLong()::incrementAndGet);

	@Test
	void notesWhenAnOperationBeganAndEnded() {
		HistoryRecorder.Invocation first = this.recorder.invoke(1, "k", new Action.Put("a"));
		HistoryRecorder.Invocation second = this.recorder.invoke(2, "k", new Action.Get());
		second.end(new Ending.Read(null));
		first.end(new Ending.Written());
		assertThat(this.recorder.operations()).containsExactly(
				new Operation(1, "k", new Action.Put("a"), new Ending.Written(), 1, 4),
				new Operation(2, "k", new Action.Get(), new Ending.Read(null), 2, 3));
	}

	@Test
	void whatHasNotEndedIsUnknown() {
		this.recorder.invoke(1, "k", new Action.Delete());
		assertThat(this.recorder.operations())
			.containsExactly(new Operation(1, "k", new Action.Delete(), new Ending.Unknown(), 1, 2));
	}

	@Test
	void anEndingCannotBeReplaced() {
		HistoryRecorder.Invocation invocation = this.recorder.invoke(1, "k", new Action.Put("a"));
		invocation.end(new Ending.Unknown());
		assertThatIllegalStateException().isThrownBy(() -> invocation.end(new Ending.Written()));
	}

}
