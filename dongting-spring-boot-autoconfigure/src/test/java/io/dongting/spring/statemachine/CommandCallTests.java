package io.dongting.spring.statemachine;

import java.nio.ByteBuffer;
import java.util.Arrays;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link CommandCall}.
 */
class CommandCallTests {

	private final CommandCall json = new CommandCall("put(String)", List.of(json(1, 2), json()));

	private final CommandCall mixed = new CommandCall("put(String)",
			List.of(json(1, 2), new EncodedValue("own", bytes(3)), new EncodedValue("other", null)));

	@Test
	void callComesBackAsItWas() {
		for (CommandCall call : List.of(this.json, this.mixed)) {
			assertThat(CommandCall.read(ByteBuffer.wrap(call.toBytes()).asReadOnlyBuffer())).isEqualTo(call);
		}
	}

	/** This is how all logs of the past look. */
	@Test
	void layoutIsFixedWhereAllIsJson() {
		assertThat(new CommandCall("a", List.of(json(7))).toBytes()).containsExactly(1, 0, 1, 'a', 1, 0, 0, 0, 1, 7);
	}

	@Test
	void layoutIsFixedWhereSomethingIsNot() {
		CommandCall call = new CommandCall("a", List.of(json(7), new EncodedValue("b", null)));
		assertThat(call.toBytes()).containsExactly(2, 0, 1, 'a', 2, 4, 'j', 's', 'o', 'n', 0, 0, 0, 1, 7, 1, 'b', -1,
				-1, -1, -1);
	}

	@Test
	void anyPrefixIsRefused() {
		for (CommandCall call : List.of(this.json, this.mixed)) {
			byte[] whole = call.toBytes();
			for (int size = 0; size < whole.length; size++) {
				byte[] prefix = Arrays.copyOf(whole, size);
				assertThatIllegalStateException().as("size %d", size)
					.isThrownBy(() -> CommandCall.read(ByteBuffer.wrap(prefix)));
			}
		}
	}

	@Test
	void trailingBytesAreRefused() {
		for (CommandCall call : List.of(this.json, this.mixed)) {
			byte[] whole = call.toBytes();
			byte[] longer = Arrays.copyOf(whole, whole.length + 1);
			assertThatIllegalStateException().isThrownBy(() -> CommandCall.read(ByteBuffer.wrap(longer)))
				.withMessageContaining("longer");
		}
	}

	@Test
	void otherVersionIsRefused() {
		byte[] call = this.json.toBytes();
		call[0] = 3;
		assertThatIllegalStateException().isThrownBy(() -> CommandCall.read(ByteBuffer.wrap(call)))
			.withMessageContaining("version 3");
	}

	@Test
	void negativeLengthIsRefused() {
		byte[] bytes = new CommandCall("a", List.of(json(7))).toBytes();
		bytes[5] = (byte) 0xff;
		assertThatIllegalStateException().isThrownBy(() -> CommandCall.read(ByteBuffer.wrap(bytes)));
		byte[] mixed = new CommandCall("a", List.of(new EncodedValue("b", bytes(7)))).toBytes();
		mixed[7] = (byte) 0xff;
		assertThatIllegalStateException().isThrownBy(() -> CommandCall.read(ByteBuffer.wrap(mixed)));
	}

	private static EncodedValue json(int... bytes) {
		return EncodedValue.json(bytes(bytes));
	}

	private static ByteBuffer bytes(int... bytes) {
		ByteBuffer buffer = ByteBuffer.allocate(bytes.length);
		for (int value : bytes) {
			buffer.put((byte) value);
		}
		return buffer.flip();
	}

}
