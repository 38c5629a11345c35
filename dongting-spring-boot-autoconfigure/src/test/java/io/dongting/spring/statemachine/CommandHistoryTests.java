package io.dongting.spring.statemachine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collections;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.CountDownLatch;

import io.dongting.raft.LogItem;
import io.dongting.raft.NotExecutedException;
import io.dongting.raft.NotExecutedException.Reason;
import io.dongting.raft.OutcomeUnknownException;
import io.dongting.spring.CommandNotAnnouncedException;
import io.dongting.spring.RaftCommand;
import io.dongting.spring.RaftContext;
import io.dongting.spring.RaftStateMachine;
import io.dongting.spring.statemachine.MoneyCodec.Money;
import org.assertj.core.api.ThrowableAssertAlternative;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

import org.springframework.beans.BeanUtils;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for {@link CommandHistory} and {@link HistoryFile}.
 */
@ExtendWith(OutputCaptureExtension.class)
class CommandHistoryTests {

	private static final ValueCodecs CODECS = ValueCodecs.of(List.of(new MoneyCodec("money")));

	@TempDir
	private Path directory;

	@Test
	void commandThatWasUsedMayNotGo() {
		use(First.class, "add(int)");
		assertRefused(WithoutAdd.class, "has held the command 'add(int)'", "does not have any more", "commands.json")
			.satisfies((ex) -> assertThat(ex.action()).contains("@RaftCommand(id = \"add(int)\")", "retired"));
		assertAccepted(Renamed.class);
	}

	@Test
	void commandThatWasNeverUsedMayGo() {
		use(First.class, "book(Order)");
		assertAccepted(WithoutAdd.class);
	}

	@Test
	void commandThatIsRetiredMayGo() {
		use(First.class, "add(int)");
		assertAccepted(Retired.class);
		assertThatCode(() -> history().check("inventory", model(WithoutAdd.class), Set.of("add(int)")))
			.doesNotThrowAnyException();
	}

	@Test
	void commandThatIsThereIsNotRetired() {
		assertThatExceptionOfType(InvalidStateMachineException.class)
			.isThrownBy(() -> history().check("inventory", model(First.class), Set.of("add(int)")))
			.withMessageContaining("'add(int)' as retired, but")
			.satisfies((ex) -> assertThat(ex.action()).contains("Remove"));
	}

	@Test
	void parameterThatChangedIsRefused() {
		use(First.class, "book(Order)");
		assertRefused(OtherOrder.class, "'book(Order)' has changed", "Parameter 1", "'count' was INT and is string")
			.satisfies((ex) -> assertThat(ex.action()).contains("id of its own",
					"remove " + this.directory.resolve("commands.json"), "differ"));
		assertAccepted(GrownOrder.class);
	}

	@Test
	void parametersMayNotComeAndGo() {
		use(First.class, "add(int)");
		assertRefused(TwoParameters.class, "It had 1 parameter and has 2 parameters.");
		assertAccepted(WithContext.class);
	}

	/** What stands in the log is read by the codec that wrote it, whatever writes now. */
	@Test
	void codecMustStayAndMayBeReplacedForWhatIsWritten() {
		use(Paying.class, "pay(Money)");
		assertAccepted(Paying.class);
		assertThatExceptionOfType(InvalidStateMachineException.class)
			.isThrownBy(() -> check(Paying.class, ValueCodecs.builtIn()))
			.withMessageContaining("no codec 'money' any more");
		assertThatCode(
				() -> check(Paying.class, ValueCodecs.of(List.of(new MoneyCodec("newer"), new MoneyCodec("money")))))
			.doesNotThrowAnyException();
		assertRefused(PayingText.class, "codec 'money', which wrote it, does not support java.lang.String");
	}

	/**
	 * A version that was only tried, and met nothing but old entries, can be taken back.
	 */
	@Test
	void shapeThatHasGrownCountsFromTheFirstCall() {
		use(First.class, "book(Order)");
		CommandHistory grown = history();
		grown.applied("book(Order)", shape(GrownOrder.class, "book(Order)"));
		assertAccepted(First.class);
		grown.written("book(Order)", shape(GrownOrder.class, "book(Order)"));
		assertRefused(First.class, "'note' is gone");
		assertAccepted(GrownOrder.class);
	}

	@Test
	void whatIsRememberedStandsInAFile() throws IOException {
		use(First.class, "add(int)");
		assertThat(Files.readString(this.directory.resolve("commands.json"))).isEqualToIgnoringWhitespace("""
				{"version": 1, "commands": {"add(int)": [{"parameters": [{"codec": "json", "shape": "\\"INT!\\""}]}]}}
				""");
	}

	@ParameterizedTest
	@ValueSource(strings = { "{\"version\": 1, \"comm", "", "null", "[]", "{}", "{\"version\": 1}",
			"{\"version\": 1, \"commands\": {\"add(int)\": null}}",
			"{\"version\": 1, \"commands\": {\"add(int)\": [null]}}",
			"{\"version\": 1, \"commands\": {\"add(int)\": [{\"parameters\": null}]}}",
			"{\"version\": 1, \"commands\": {\"add(int)\": [{\"parameters\": [{\"codec\": \"json\"}]}]}}",
			"{\"version\": 1, \"commands\": {\"add(int)\": [{\"parameters\": [{\"codec\": \"json\", \"shape\": \"{\"}]}]}}" })
	void fileThatCannotBeReadStopsTheStartAndIsLeftAlone(String content) throws IOException {
		Path file = this.directory.resolve("commands.json");
		Files.writeString(file, content);
		assertThatExceptionOfType(InvalidStateMachineException.class).isThrownBy(() -> check(First.class, CODECS))
			.withMessageContaining("The file " + file + ", which keeps")
			.withMessageContaining("cannot be read")
			.satisfies((ex) -> assertThat(ex.action()).contains("from a copy", "remove " + file, "stops the group"));
		assertThat(file).hasContent(content);
		assertThat(this.directory).isDirectoryNotContaining("glob:**.new");
	}

	@Test
	void fileThatIsNoneStopsTheStart() throws IOException {
		Files.createDirectory(this.directory.resolve("commands.json"));
		assertThatExceptionOfType(InvalidStateMachineException.class).isThrownBy(() -> check(First.class, CODECS))
			.withMessageContaining("cannot be read");
	}

	/** It can only tell what it was told since. */
	@Test
	void fileThatIsRemovedIsWrittenAnew() throws IOException {
		use(First.class, "add(int)");
		Files.delete(this.directory.resolve("commands.json"));
		assertAccepted(WithoutAdd.class);
		use(First.class, "add(int)");
		assertRefused(WithoutAdd.class, "'add(int)'");
	}

	@Test
	void fileThatCannotBeWrittenIsReportedAndStopsNothing(CapturedOutput output) throws IOException {
		CommandHistory history = history();
		Files.createDirectory(this.directory.resolve("commands.json.new"));
		history.applied("add(int)", shape(First.class, "add(int)"));
		assertThat(output).contains("commands.json cannot be written");
	}

	@Test
	void whatCannotBeWrittenAsJsonIsReportedAndStopsNothing(CapturedOutput output) {
		new HistoryFile(this.directory).write(Collections.singletonMap("add(int)", null));
		assertThat(output).contains("commands.json cannot be written");
	}

	@Test
	void fileOfALaterVersionIsLeftAlone() throws IOException {
		String later = "{\"version\": 2, \"commands\": {}}";
		Files.writeString(this.directory.resolve("commands.json"), later);
		use(First.class, "add(int)");
		assertAccepted(WithoutAdd.class);
		assertThat(this.directory.resolve("commands.json")).hasContent(later);
	}

	@Test
	void nothingIsMadeWhereThereIsNoData() {
		Path gone = this.directory.resolve("gone");
		new CommandHistory(new HistoryFile(gone), CODECS).applied("add(int)", shape(First.class, "add(int)"));
		assertThat(gone).doesNotExist();
	}

	@Test
	void stateMachineRemembersWhatItAppliesAndWhatIsProposed() {
		try (Proxies proxies = new Proxies()) {
			Inventory inventory = proxies.create(new InventoryMachine(), Inventory.class);
			TypedStateMachine machine = TypedStateMachine.of(new InventoryMachine(), CODECS);
			machine.keepHistory("inventory", this.directory, Set.of());
			proxies.group.drive(machine);
			inventory.add("apple", 1);
			assertThat(this.directory.resolve("commands.json")).content().contains("add(String,int)");
			proxies.machine().keepHistory("inventory", this.directory, Set.of());
			proxies.group.refuseWith(new OutcomeUnknownException("who knows"));
			assertThatExceptionOfType(OutcomeUnknownException.class).isThrownBy(() -> inventory.echo("text"));
			assertThat(this.directory.resolve("commands.json")).content().contains("\"echo\"");
		}
	}

	/** Whether it was refused at once or stands in the log. */
	@Test
	void commandThatWasRefusedIsNotRemembered() {
		Path file = this.directory.resolve("commands.json");
		try (Proxies proxies = new Proxies()) {
			Inventory inventory = proxies.create(new InventoryMachine(), Inventory.class);
			proxies.machine().keepHistory("inventory", this.directory, Set.of());
			TypedStateMachine elsewhere = TypedStateMachine.of(new InventoryMachine(), CODECS);
			byte[] announcement = TypedStateMachine.of(new First(), CODECS)
				.announcement(2, new TreeSet<>(Set.of(2)), 1)
				.orElseThrow();
			elsewhere.apply(new LogItem(1, 1, 0, ByteBuffer.wrap(announcement)));
			proxies.group.drive(elsewhere);
			assertThatExceptionOfType(CommandNotAnnouncedException.class).isThrownBy(() -> inventory.echo("text"));
			assertThat(file).doesNotExist();
			proxies.group.refuseWith(new NotExecutedException(Reason.OVERLOADED, "too much"));
			assertThatExceptionOfType(NotExecutedException.class).isThrownBy(() -> inventory.echo("text"));
			assertThat(inventory.addLater("apple", 1)).failsWithin(Duration.ofSeconds(10));
			assertThat(file).doesNotExist();
		}
	}

	@Test
	void commandIsRememberedThoughItsCallerGaveUp() {
		try (Proxies proxies = new Proxies()) {
			Inventory inventory = proxies.create(new InventoryMachine(), Inventory.class);
			proxies.machine().keepHistory("inventory", this.directory, Set.of());
			TypedStateMachine elsewhere = TypedStateMachine.of(new InventoryMachine(), CODECS);
			CountDownLatch gaveUp = new CountDownLatch(1);
			proxies.group.drive((item) -> {
				gaveUp.await();
				return elsewhere.apply(item);
			});
			assertThat(inventory.addLater("apple", 1).cancel(true)).isTrue();
			gaveUp.countDown();
			await().atMost(Duration.ofSeconds(10))
				.untilAsserted(() -> assertThat(this.directory.resolve("commands.json")).content()
					.contains("addLater(String,int)"));
		}
	}

	@Test
	void codecThatFailsIsNamedAndNotTheFile() {
		use(Paying.class, "pay(Money)");
		UnsupportedOperationException failure = new UnsupportedOperationException("no words");
		MoneyCodec speechless = new MoneyCodec("money") {

			@Override
			public @Nullable String mismatch(String written, String read) {
				throw failure;
			}

		};
		assertThatExceptionOfType(InvalidStateMachineException.class)
			.isThrownBy(() -> check(Paying.class, ValueCodecs.of(List.of(speechless))))
			.withMessageContaining("The codec 'money' cannot say")
			.withMessageContaining("no words")
			.withCause(failure)
			.satisfies((ex) -> assertThat(ex.action()).contains("'mismatch' of " + speechless.getClass().getName()));
	}

	@Test
	void historyThatHasEndedWritesNothing() {
		CommandHistory ended = history();
		ended.end();
		ended.written("add(int)", shape(First.class, "add(int)"));
		assertThat(this.directory).isEmptyDirectory();
	}

	private void use(Class<?> type, String id) {
		CommandHistory history = history();
		history.written(id, shape(type, id));
		history.applied(id, shape(type, id));
	}

	private static CommandShape shape(Class<?> type, String id) {
		return CommandShape.of(model(type).command(id), CODECS);
	}

	private CommandHistory history() {
		return new CommandHistory(new HistoryFile(this.directory), CODECS);
	}

	private static StateMachineModel model(Class<?> type) {
		return StateMachineModel.of(type, CODECS);
	}

	private void check(Class<?> type, ValueCodecs codecs) {
		Object target = BeanUtils.instantiateClass(type);
		TypedStateMachine.of(target, codecs).keepHistory("inventory", this.directory, Set.of());
	}

	private void assertAccepted(Class<?> type) {
		assertThatCode(() -> check(type, CODECS)).doesNotThrowAnyException();
	}

	private ThrowableAssertAlternative<InvalidStateMachineException> assertRefused(Class<?> type, String... reasons) {
		return assertThatExceptionOfType(InvalidStateMachineException.class).isThrownBy(() -> check(type, CODECS))
			.satisfies((ex) -> assertThat(ex).hasMessageContainingAll(reasons))
			.withMessageContaining("group 'inventory'");
	}

	record Order(String sku, int count) {

	}

	static class First {

		@RaftCommand
		public void add(int count) {
		}

		@RaftCommand
		public void book(Order order) {
		}

	}

	static class WithoutAdd {

		@RaftCommand
		public void book(Order order) {
		}

	}

	@RaftStateMachine(group = "inventory", retired = "add(int)")
	static class Retired extends WithoutAdd {

	}

	static class Renamed {

		@RaftCommand(id = "add(int)")
		public void increase(long count) {
		}

	}

	static class TwoParameters {

		@RaftCommand(id = "add(int)")
		public void add(int count, int times) {
		}

	}

	static class WithContext {

		@RaftCommand
		public void add(RaftContext context, int count) {
		}

	}

	static class OtherOrder {

		record Order(String sku, String count) {

		}

		@RaftCommand
		public void book(Order order) {
		}

	}

	static class GrownOrder {

		record Order(String sku, int count, @Nullable String note) {

		}

		@RaftCommand
		public void book(Order order) {
		}

	}

	static class Paying {

		@RaftCommand
		public void pay(Money money) {
		}

	}

	static class PayingText {

		@RaftCommand(id = "pay(Money)")
		public void pay(String money) {
		}

	}

}
