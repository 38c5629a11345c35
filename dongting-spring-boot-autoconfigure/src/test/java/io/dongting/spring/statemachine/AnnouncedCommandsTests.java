package io.dongting.spring.statemachine;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.stream.Collectors;

import com.fasterxml.jackson.annotation.JsonIgnoreProperties;
import io.dongting.spring.RaftCommand;
import io.dongting.spring.statemachine.MoneyCodec.Money;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link AnnouncedCommands} and {@link Announcement}.
 */
class AnnouncedCommandsTests {

	private static final long TERM = 7;

	private static final ValueCodecs CODECS = ValueCodecs.of(List.of(new MoneyCodec("money")));

	private AnnouncedCommands announced = AnnouncedCommands.NONE;

	@Test
	void everythingIsAcceptedWhileNobodyHasAnnouncedAnything() {
		assertThat(accepted("a", "b")).containsExactly("a", "b");
		assertThat(this.announced.isEmpty()).isTrue();
		assertThat(this.announced.nodes()).isEmpty();
	}

	@Test
	void singleNodeAcceptsWhatItHas() {
		announce(1, List.of(1), "a", "b");
		assertThat(accepted("a", "b", "c")).containsExactly("a", "b");
		announce(1, List.of(1), "b", "c");
		assertThat(accepted("a", "b", "c")).containsExactly("b", "c");
	}

	@Test
	void onlyWhatIsKnownToBeLackingIsRefusedBeforeAllHaveAnnounced() {
		announce(1, List.of(1, 2, 3), "a", "b");
		assertThat(accepted("a", "b", "c")).containsExactly("a", "b");
		announce(2, List.of(1, 2, 3), "b", "c");
		assertThat(accepted("a", "b", "c")).containsExactly("b");
		assertThat(this.announced.refusal("a")).contains("'a' is not executed", "the nodes [2] do not have it");
	}

	@Test
	void newCommandIsAcceptedWhenTheLastMemberAnnouncesIt() {
		announceAll("a");
		announce(1, List.of(1, 2, 3), "a", "b");
		announce(2, List.of(1, 2, 3), "a", "b");
		assertThat(accepted("a", "b")).containsExactly("a");
		assertThat(this.announced.refusal("b")).contains("the nodes [3] do not have it");
		announce(3, List.of(1, 2, 3), "a", "b", "c");
		assertThat(accepted("a", "b", "c")).containsExactly("a", "b");
	}

	@Test
	void commandEndsWithTheFirstMemberThatDoesNotHaveItAnyMore() {
		announceAll("a", "b");
		announce(2, List.of(1, 2, 3), "b");
		assertThat(accepted("a", "b")).containsExactly("b");
	}

	@Test
	void newMemberThatIsSilentChangesNothing() {
		announceAll("a");
		announce(1, List.of(1, 2, 3, 4), "a", "b");
		announce(2, List.of(1, 2, 3, 4), "a", "b");
		announce(3, List.of(1, 2, 3, 4), "a", "b");
		assertThat(accepted("a", "b")).containsExactly("a");
		assertThat(this.announced.refusal("b")).contains("not all of the members [1, 2, 3, 4] have announced it");
		announce(4, List.of(1, 2, 3, 4), "a", "b");
		assertThat(accepted("a", "b")).containsExactly("a", "b");
	}

	@Test
	void memberThatIsSilentDoesNotKeepWhatAnotherGivesUp() {
		announceAll("a", "b");
		announce(1, List.of(1, 2, 3, 4), "b");
		assertThat(accepted("a", "b")).containsExactly("b");
	}

	@Test
	void nodeThatIsNoMemberIsNotAsked() {
		announceAll("a");
		announce(4, List.of(1, 2, 3), "b");
		assertThat(accepted("a", "b")).containsExactly("a");
		announce(1, List.of(1, 2), "a", "b");
		announce(2, List.of(1, 2), "a", "b");
		assertThat(accepted("a", "b")).containsExactly("a", "b");
	}

	@Test
	void statesOfFormerNodesDoNotPileUp() {
		for (int node = 1; node <= 1000; node++) {
			announce(node, List.of(node), "a");
		}
		assertThat(this.announced.nodes()).hasSizeLessThanOrEqualTo(256).contains(1000);
		assertThat(accepted("a", "b")).containsExactly("a");
	}

	@Test
	void stateComesBackAsItWas() {
		announce(1, List.of(1, 2), "a", "b");
		assertThat(AnnouncedCommands.read(this.announced.toBytes()).toBytes()).isEqualTo(this.announced.toBytes());
		announce(2, List.of(1, 2), "b");
		this.announced = AnnouncedCommands.read(this.announced.toBytes());
		assertThat(accepted("a", "b", "c")).containsExactly("b");
		assertThat(this.announced.nodes()).containsExactly(1, 2);
		assertThat(this.announced.holds(announcement(2, List.of(1, 2), "b"))).isTrue();
	}

	@Test
	void announcementIsHeldAsLongAsItSaysNothingNew() {
		announce(1, List.of(1, 2), "a");
		assertThat(this.announced.holds(announcement(1, List.of(1, 2), "a"))).isTrue();
		assertThat(this.announced.holds(announcement(1, List.of(), "a"))).isTrue();
		assertThat(this.announced.holds(announcement(1, List.of(1, 2, 3), "a"))).isFalse();
		assertThat(this.announced.holds(announcement(1, List.of(), "a", "b"))).isFalse();
		assertThat(this.announced.holds(announcement(2, List.of(), "a"))).isFalse();
	}

	@Test
	void onlyTheLeaderSaysWhoTheMembersAre() {
		announce(2, List.of(), "a");
		assertThat(accepted("a", "b")).containsExactly("a", "b");
		announce(1, List.of(1, 2), "a", "b");
		assertThat(accepted("a", "b")).containsExactly("a");
		announce(3, List.of(), "c");
		announce(2, List.of(), "a", "b");
		assertThat(accepted("a", "b", "c")).containsExactly("a", "b");
	}

	/** It was forwarded to the next leader, who has announced others since. */
	@Test
	void membersCountInTheTermOfTheirLeaderAlone() {
		announceAll("a");
		Announcement late = announcement(1, List.of(1, 2, 3, 4), "a", "b");
		this.announced = this.announced.with(late.in(TERM + 1));
		assertThat(this.announced.holds(announcement(1, List.of(1, 2, 3), "a", "b"))).isTrue();
		this.announced = this.announced.with(late.in(TERM));
		assertThat(this.announced.holds(announcement(1, List.of(1, 2, 3, 4), "a", "b"))).isTrue();
	}

	@Test
	void membersWithoutATermCount() {
		byte[] old = "\3{\"nodeId\":2,\"members\":[2],\"commands\":{}}".getBytes(StandardCharsets.UTF_8);
		Announcement announcement = Announcement.read(ByteBuffer.wrap(old));
		assertThat(announcement.in(TERM).members()).containsExactly(2);
	}

	@Test
	void shapeThatAMemberCannotReadIsNotProposed() {
		announce(1, Grown.class);
		announce(2, First.class);
		assertThat(refusal(Grown.class)).contains("the nodes [2] have it in another form");
		assertThat(refusal(First.class)).isNull();
		announce(2, Grown.class);
		assertThat(refusal(Grown.class)).isNull();
		assertThat(refusal(First.class)).isNull();
	}

	/** Both would read what the other writes, and do something else with it. */
	@Test
	void partThatOneVersionLeavesOutIsProposedByNeither() {
		announce(1, Grown.class);
		announce(2, Shrunk.class);
		assertThat(refusal(Shrunk.class)).contains("the nodes [1] have it in another form");
		assertThat(refusal(Grown.class)).contains("the nodes [2] have it in another form");
		announce(1, Shrunk.class);
		assertThat(refusal(Shrunk.class)).isNull();
	}

	@Test
	void codecThatAMemberDoesNotUseIsNotProposed() {
		announce(1, Paying.class);
		announce(2, List.of(1, 2),
				StateMachineModel.of(Paying.class, ValueCodecs.builtIn()).shapes(ValueCodecs.builtIn()));
		assertThat(refusal(Paying.class)).contains("the nodes [2] have it in another form");
	}

	@Test
	void numberOfParametersCounts() {
		announce(1, First.class);
		announce(2, TwoParameters.class);
		assertThat(refusal(First.class)).contains("the nodes [2] have it in another form");
	}

	/** It stands in logs and snapshots. */
	@Test
	void layoutIsFixed() {
		Announcement announcement = announcement(2, List.of(1, 2), "a");
		assertThat(new String(announcement.toBytes(), StandardCharsets.UTF_8))
			.isEqualTo("\3{\"nodeId\":2,\"members\":[1,2],\"term\":7,\"commands\":{\"a\":{\"parameters\":[]}}}");
		assertThat(new String(announcement(2, List.of(), "a").toBytes(), StandardCharsets.UTF_8))
			.isEqualTo("\3{\"nodeId\":2,\"members\":[],\"commands\":{\"a\":{\"parameters\":[]}}}");
		announce(2, List.of(2), "a");
		assertThat(new String(this.announced.toBytes(), StandardCharsets.UTF_8))
			.isEqualTo("{\"nodes\":{\"2\":{\"a\":{\"parameters\":[]}}},\"members\":[2],\"accepted\":[\"a\"]}");
	}

	@Test
	void announcementComesBackAsItWas() {
		Announcement announcement = Announcement.of(3, new TreeSet<>(List.of(1, 3)), TERM,
				model(Paying.class).shapes(CODECS));
		ByteBuffer body = ByteBuffer.wrap(announcement.toBytes()).asReadOnlyBuffer();
		assertThat(Announcement.isIn(body)).isTrue();
		assertThat(Announcement.read(body)).isEqualTo(announcement);
		assertThat(Announcement.isIn(ByteBuffer.wrap(new CommandCall("a", List.of()).toBytes()))).isFalse();
		assertThat(Announcement.isIn(ByteBuffer.allocate(0))).isFalse();
	}

	@Test
	void laterVersionMaySayMore() {
		byte[] more = "\3{\"nodeId\":2,\"members\":[2],\"commands\":{},\"more\":1}".getBytes(StandardCharsets.UTF_8);
		assertThat(Announcement.read(ByteBuffer.wrap(more)).nodeId()).isEqualTo(2);
	}

	@Test
	void damagedAnnouncementIsAnError() {
		byte[] bytes = announcement(2, List.of(1, 2), "a").toBytes();
		assertThatIllegalStateException()
			.isThrownBy(() -> Announcement.read(ByteBuffer.wrap(Arrays.copyOf(bytes, bytes.length - 1))));
	}

	private void announceAll(String... ids) {
		for (int node = 1; node <= 3; node++) {
			announce(node, List.of(1, 2, 3), ids);
		}
	}

	private void announce(int node, List<Integer> members, String... ids) {
		this.announced = this.announced.with(announcement(node, members, ids));
	}

	private void announce(int node, Class<?> type) {
		announce(node, List.of(1, 2), model(type).shapes(CODECS));
	}

	private void announce(int node, List<Integer> members, Map<String, CommandShape> commands) {
		this.announced = this.announced.with(Announcement.of(node, new TreeSet<>(members), TERM, commands));
	}

	private static Announcement announcement(int node, List<Integer> members, String... ids) {
		Map<String, CommandShape> commands = Arrays.stream(ids)
			.collect(Collectors.toMap((id) -> id, (id) -> new CommandShape(List.of()), (one, other) -> one,
					TreeMap::new));
		return Announcement.of(node, new TreeSet<>(members), TERM, commands);
	}

	private List<String> accepted(String... ids) {
		return Arrays.stream(ids).filter((id) -> this.announced.refusal(id) == null).toList();
	}

	/** Asked of a copy, since refusals are worked out once for the model of the node. */
	private @Nullable String refusal(Class<?> type) {
		CommandMethod command = model(type).command("pay");
		return AnnouncedCommands.read(this.announced.toBytes())
			.refusal("pay", CommandShape.of(command, CODECS), CODECS);
	}

	private static StateMachineModel model(Class<?> type) {
		return StateMachineModel.of(type, CODECS);
	}

	static class First {

		record Bill(int cents) {

		}

		@RaftCommand(id = "pay")
		public void pay(Bill bill) {
		}

	}

	static class Grown {

		record Bill(int cents, @Nullable String note) {

		}

		@RaftCommand(id = "pay")
		public void pay(Bill bill) {
		}

	}

	static class Shrunk {

		@JsonIgnoreProperties("note")
		record Bill(int cents) {

		}

		@RaftCommand(id = "pay")
		public void pay(Bill bill) {
		}

	}

	static class TwoParameters {

		@RaftCommand(id = "pay")
		public void pay(First.Bill bill, First.Bill another) {
		}

	}

	static class Paying {

		@RaftCommand(id = "pay")
		public void pay(Money money) {
		}

	}

}
