package io.dongting.spring.statemachine;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ExecutionException;

import io.dongting.raft.NotExecutedException;
import io.dongting.raft.OutcomeUnknownException;
import io.dongting.raft.RaftInput;
import io.dongting.spring.RaftCommandException;
import io.dongting.spring.statemachine.InventoryMachine.OutOfStock;
import io.dongting.spring.statemachine.InventoryMachine.Strange;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for what a caller is told of a command that failed, was refused or stopped the
 * group.
 */
class CommandOutcomeTests {

	private final Proxies proxies = new Proxies();

	@AfterEach
	void close() {
		this.proxies.close();
	}

	@Test
	void layoutIsFixed() {
		ByteBuffer bytes = ByteBuffer.wrap(new byte[] { 7 });
		assertThat(CommandOutcome.nothing()).containsExactly(0);
		assertThat(CommandOutcome.value(EncodedValue.json(bytes))).containsExactly(0, 7);
		assertThat(CommandOutcome.failure(new byte[] { 7 })).containsExactly(1, 7);
		assertThat(CommandOutcome.value(new EncodedValue("own", bytes))).containsExactly(2, 3, 'o', 'w', 'n', 1, 7);
		assertThat(CommandOutcome.value(new EncodedValue("own", null))).containsExactly(2, 3, 'o', 'w', 'n', 0);
		assertThat(CommandOutcome.refused("no")).containsExactly(3, 'n', 'o');
	}

	@Test
	void whatIsNoOutcomeIsAnError() {
		assertThatIllegalStateException().isThrownBy(() -> CommandOutcome.read(new byte[0]));
		assertThatIllegalStateException().isThrownBy(() -> CommandOutcome.read(new byte[] { 4 }));
		assertThatIllegalStateException().isThrownBy(() -> CommandOutcome.read(new byte[] { 2, 5, 'b' }));
	}

	@Test
	void exceptionOfACommandIsItsResult() {
		Inventory inventory = this.proxies.create(new InventoryMachine(), Inventory.class);
		assertThatExceptionOfType(OutOfStock.class).isThrownBy(() -> inventory.reserve("apple", 1)).satisfies((ex) -> {
			assertThat(ex.sku).isEqualTo("apple");
			assertThat(ex).hasMessage("Only 0 of apple");
		});
		assertThat(inventory.add("apple", 1)).isOne();
	}

	@Test
	void exceptionThatCannotBeRebuiltIsNamed() {
		Inventory inventory = this.proxies.create(new InventoryMachine(), Inventory.class);
		assertThatExceptionOfType(RaftCommandException.class).isThrownBy(inventory::failStrangely)
			.withMessageContaining("it cannot be told")
			.satisfies((ex) -> assertThat(ex.type()).isEqualTo(Strange.class.getName()));
	}

	@Test
	void checkedExceptionReachesTheCallerOnlyWhereItIsDeclared() {
		Inventory inventory = this.proxies.create(new InventoryMachine(), Inventory.class);
		assertThatExceptionOfType(IOException.class).isThrownBy(inventory::failDeclared).withMessage("declared");
		assertThatExceptionOfType(RaftCommandException.class).isThrownBy(inventory::failUndeclared)
			.withCauseInstanceOf(IOException.class);
	}

	@Test
	void failureOfAnAsynchronousCommandFailsItsFuture() {
		Inventory inventory = this.proxies.create(new InventoryMachine(), Inventory.class);
		assertThat(inventory.addLater("apple", -1)).failsWithin(Duration.ofSeconds(10))
			.withThrowableOfType(ExecutionException.class)
			.withCauseInstanceOf(IllegalArgumentException.class)
			.withMessageContaining("negative");
	}

	@Test
	void refusedCallOfAnAsynchronousCommandFailsItsFuture() {
		Inventory inventory = this.proxies.create(new InventoryMachine(), Inventory.class);
		this.proxies.group.refuseWith(new OutcomeUnknownException("who knows"));
		assertThat(inventory.addLater("apple", 1)).failsWithin(Duration.ofSeconds(10))
			.withThrowableOfType(ExecutionException.class)
			.withCauseExactlyInstanceOf(OutcomeUnknownException.class);
	}

	@Test
	void incompleteFutureOfACommandIsAnError() {
		Inventory inventory = this.proxies.create(new InventoryMachine(), Inventory.class);
		assertThat(inventory.never()).failsWithin(Duration.ofSeconds(10))
			.withThrowableOfType(ExecutionException.class)
			.withCauseInstanceOf(IllegalStateException.class)
			.withMessageContaining("not complete");
	}

	@Test
	void errorOfACommandStopsTheGroup() {
		Inventory inventory = this.proxies.create(new InventoryMachine(), Inventory.class);
		assertThatExceptionOfType(OutcomeUnknownException.class).isThrownBy(inventory::crash);
		assertThat(this.proxies.group.stoppedBy()).isInstanceOf(AssertionError.class).hasMessage("broken");
	}

	@Test
	void unknownCommandStopsTheGroup() {
		this.proxies.create(new InventoryMachine());
		byte[] unknown = new CommandCall("gone()", List.of()).toBytes();
		assertThat(this.proxies.group.submit(new RaftInput(unknown, Proxies.TIMEOUT)))
			.failsWithin(Duration.ofSeconds(10));
		assertThat(this.proxies.group.stoppedBy()).isInstanceOf(UnknownCommandException.class)
			.hasMessageContaining("UNKNOWN_COMMAND")
			.hasMessageContaining("gone()");
	}

	@Test
	void resultThatCannotBeWrittenIsAFailureAndTheGroupGoesOn() {
		Inventory inventory = this.proxies.create(new InventoryMachine(), Inventory.class);
		assertThatExceptionOfType(IllegalArgumentException.class).isThrownBy(inventory::circular)
			.withMessageContaining("Cannot write");
		assertThat(inventory.add("apple", 1)).isOne();
	}

	@Test
	void callerSeesWhyACallWasNotExecuted() {
		Inventory inventory = this.proxies.create(new InventoryMachine(), Inventory.class);
		this.proxies.group
			.refuseWith(new NotExecutedException(NotExecutedException.Reason.NO_LEADER, "there is no leader"));
		assertThatExceptionOfType(NotExecutedException.class).isThrownBy(() -> inventory.add("apple", 1))
			.satisfies((ex) -> assertThat(ex.reason()).isEqualTo(NotExecutedException.Reason.NO_LEADER));
		assertThatExceptionOfType(NotExecutedException.class).isThrownBy(() -> inventory.available("apple"));
	}

	@Test
	void interruptedCommandHasAnUnknownOutcomeAndKeepsTheFlag() {
		Inventory inventory = this.proxies.create(new InventoryMachine(), Inventory.class);
		inventory.add("apple", 1);
		this.proxies.group.fallSilent();
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(OutcomeUnknownException.class).isThrownBy(() -> inventory.add("apple", 1));
		assertThat(Thread.interrupted()).isTrue();
	}

	@Test
	void interruptedCommandThatWasNotSubmittedIsNotExecuted() {
		Inventory inventory = this.proxies.create(new InventoryMachine(), Inventory.class);
		this.proxies.group.fallSilent();
		Thread.currentThread().interrupt();
		assertThatExceptionOfType(NotExecutedException.class).isThrownBy(() -> inventory.add("apple", 1))
			.withMessageContaining("was not submitted")
			.withMessageContaining("interrupted");
		assertThat(Thread.interrupted()).isTrue();
		assertThat(this.proxies.group.bodies).isEmpty();
	}

}
