package io.dongting.spring.statemachine;

import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;

import com.google.protobuf.StringValue;
import com.google.protobuf.Timestamp;
import io.dongting.raft.RaftInput;
import io.dongting.raft.RaftOutput;
import io.dongting.spring.RaftCommand;
import io.dongting.spring.RaftCommandException;
import io.dongting.spring.RaftContext;
import io.dongting.spring.statemachine.MoneyCodec.Money;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for calls whose arguments and results are not all JSON, and for entries that were
 * written when they were.
 */
class CodecCallTests {

	private final Proxies proxies = new Proxies(ValueCodecs.of(List.of(new MoneyCodec("money"))));

	private final VaultMachine target = new VaultMachine();

	private final Vault vault = this.proxies.create(this.target, Vault.class);

	@AfterEach
	void close() {
		this.proxies.close();
	}

	@Test
	void argumentsAndResultsOfAllCodecsTravel() {
		assertThat(this.vault.money("a", new Money(3, "EUR"))).isEqualTo(new Money(6, "EUR"));
		assertThat(this.vault.bytes(new byte[] { 0, 1 }, RaftContext.FROM_LOG)).containsExactly(1, 0);
		assertThat(this.vault.stamp(StringValue.of("12"))).isEqualTo(Timestamp.newBuilder().setSeconds(12).build());
	}

	@Test
	void nullTravelsWithoutACodec() {
		assertThat(this.vault.money("a", null)).isNull();
		assertThat(this.vault.stamp(null)).isNull();
	}

	@Test
	void bytesStandInTheLogAsTheyAre() {
		this.vault.bytes("raw bytes".getBytes(StandardCharsets.US_ASCII), RaftContext.FROM_LOG);
		assertThat(text(this.proxies.group.bodies.get(0))).isEqualTo("\2\0\15bytes(byte[])\1\5bytes\0\0\0\11raw bytes");
	}

	/** What was written before there were codecs is all JSON, bytes in Base64. */
	@Test
	void entryOfTheTimeBeforeCodecsIsStillApplied() {
		String entry = "\1\0\15bytes(byte[])\1\0\0\0\12" + "\"cmF3IGI=\"";
		assertThat(submit(entry)).succeedsWithin(Duration.ofSeconds(10));
		assertThat(this.target.seen).containsExactly("raw b");
		entry = "\1\0\23money(String,Money)\2\0\0\0\3" + "\"a\"" + "\0\0\0\34" + "{\"cents\":3,\"currency\":\"EUR\"}";
		assertThat(submit(entry)).succeedsWithin(Duration.ofSeconds(10));
		assertThat(this.target.seen).contains("a 3 EUR");
	}

	@Test
	void entryOfACodecThatIsGoneStopsTheGroup() {
		this.vault.money("a", new Money(3, "EUR"));
		byte[] entry = this.proxies.group.bodies.get(0);
		try (Proxies without = new Proxies()) {
			without.create(new VaultMachine());
			assertThat(without.group.submit(new RaftInput(entry, Proxies.TIMEOUT))).failsWithin(Duration.ofSeconds(10));
			assertThat(without.group.stoppedBy()).isInstanceOf(IllegalStateException.class)
				.hasMessageContaining("codec 'money'");
		}
	}

	@Test
	void resultOfACodecThatIsNotHereIsExecutedAndSaysSo() {
		try (Proxies without = new Proxies()) {
			Vault caller = without.create(new VaultMachine(), Vault.class);
			without.group.drive(TypedStateMachine.of(this.target, ValueCodecs.of(List.of(new MoneyCodec("money")))));
			assertThatExceptionOfType(RaftCommandException.class)
				.isThrownBy(() -> caller.money("a", new Money(3, "EUR")))
				.withMessageContaining("was executed, but its result cannot be read")
				.withMessageContaining("codec 'money'");
		}
	}

	@Test
	void messageWithinAContainerIsRefused() {
		assertThatExceptionOfType(InvalidStateMachineException.class)
			.isThrownBy(() -> StateMachineModel.of(Nested.class, ValueCodecs.builtIn()))
			.withMessageContaining("Protobuf message")
			.satisfies((ex) -> assertThat(ex.action()).contains("Protobuf message"));
	}

	private CompletableFuture<RaftOutput> submit(String entry) {
		return this.proxies.group.submit(new RaftInput(entry.getBytes(StandardCharsets.ISO_8859_1), Proxies.TIMEOUT));
	}

	private static String text(byte[] bytes) {
		return new String(bytes, StandardCharsets.ISO_8859_1);
	}

	interface Vault {

		@RaftCommand
		@Nullable Money money(String name, @Nullable Money amount);

		@RaftCommand
		byte[] bytes(byte[] bytes, RaftContext context);

		@RaftCommand
		@Nullable Timestamp stamp(@Nullable StringValue seconds);

	}

	static class VaultMachine implements Vault {

		private final List<String> seen = new ArrayList<>();

		@Override
		public @Nullable Money money(String name, @Nullable Money amount) {
			if (amount == null) {
				return null;
			}
			this.seen.add(name + " " + amount.cents() + " " + amount.currency());
			return new Money(2 * amount.cents(), amount.currency());
		}

		@Override
		public byte[] bytes(byte[] bytes, RaftContext context) {
			this.seen.add(text(bytes));
			byte[] reversed = new byte[bytes.length];
			for (int i = 0; i < bytes.length; i++) {
				reversed[i] = bytes[bytes.length - 1 - i];
			}
			return reversed;
		}

		@Override
		public @Nullable Timestamp stamp(@Nullable StringValue seconds) {
			return (seconds != null) ? Timestamp.newBuilder().setSeconds(Long.parseLong(seconds.getValue())).build()
					: null;
		}

	}

	static class Nested {

		@RaftCommand
		public void put(List<StringValue> values) {
		}

	}

}
