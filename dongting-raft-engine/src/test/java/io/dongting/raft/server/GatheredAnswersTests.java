package io.dongting.raft.server;

import java.util.ArrayList;
import java.util.List;
import java.util.UUID;

import io.dongting.raft.DiskSpace;
import io.dongting.raft.transport.AnswerSink;
import io.dongting.raft.transport.Envelope;
import io.dongting.raft.transport.HeartbeatResp;
import io.dongting.raft.transport.Message;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

class GatheredAnswersTests {

	private final List<List<Message>> sent = new ArrayList<>();

	private final AnswerSink sink = new AnswerSink() {

		@Override
		public void answer(Message answer) {
			answerAll(List.of(answer));
		}

		@Override
		public void answerAll(List<Message> answers) {
			GatheredAnswersTests.this.sent.add(answers);
		}

	};

	private static Message answer(int groupId) {
		UUID uuid = new UUID(groupId, groupId);
		return new HeartbeatResp(new Envelope(groupId, null, 1, uuid, uuid, 1, 1), 300, DiskSpace.AMPLE);
	}

	@Test
	void allAnswersGoTogetherWhenTheLastIsThere() {
		GatheredAnswers gathered = new GatheredAnswers(3, this.sink);
		gathered.answer(answer(2));
		gathered.answer(answer(1));
		assertThat(this.sent).isEmpty();
		gathered.answer(answer(3));
		assertThat(this.sent).containsExactly(List.of(answer(2), answer(1), answer(3)));
		assertThat(gathered.flush()).isFalse();
		assertThat(this.sent).hasSize(1);
	}

	@Test
	void anAnswerThatIsLateKeepsNoOtherWaiting() {
		GatheredAnswers gathered = new GatheredAnswers(3, this.sink);
		gathered.answer(answer(1));
		gathered.answer(answer(2));
		gathered.flush();
		assertThat(this.sent).containsExactly(List.of(answer(1), answer(2)));
		gathered.answer(answer(3));
		assertThat(this.sent).containsExactly(List.of(answer(1), answer(2)), List.of(answer(3)));
	}

	@Test
	void answersGoTogetherAsLongAsMoreComeEachTime() {
		GatheredAnswers gathered = new GatheredAnswers(6, this.sink);
		gathered.answer(answer(1));
		assertThat(gathered.flush()).isTrue();
		gathered.answer(answer(2));
		gathered.answer(answer(3));
		assertThat(gathered.flush()).isTrue();
		gathered.answer(answer(4));
		gathered.answer(answer(5));
		assertThat(this.sent).containsExactly(List.of(answer(1)), List.of(answer(2), answer(3)));
		gathered.answer(answer(6));
		assertThat(this.sent).last().isEqualTo(List.of(answer(4), answer(5), answer(6)));
		assertThat(gathered.flush()).isFalse();
	}

	@Test
	void whoIsStillMissingWhenNoMoreComeGoesByItself() {
		GatheredAnswers gathered = new GatheredAnswers(3, this.sink);
		gathered.answer(answer(1));
		assertThat(gathered.flush()).isTrue();
		assertThat(gathered.flush()).isFalse();
		gathered.answer(answer(2));
		gathered.answer(answer(3));
		assertThat(this.sent).containsExactly(List.of(answer(1)), List.of(answer(2)), List.of(answer(3)));
	}

}
