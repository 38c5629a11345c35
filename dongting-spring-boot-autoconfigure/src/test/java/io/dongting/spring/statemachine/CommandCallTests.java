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

	private final byte[] call = new CommandCall("put(String)",
			List.of(ByteBuffer.wrap(new byte[] { 1, 2 }), ByteBuffer.wrap(new byte[0])))
		.toBytes();

	@Test
	void callComesBackAsItWas() {
		CommandCall read = CommandCall.read(ByteBuffer.wrap(this.call).asReadOnlyBuffer());
		assertThat(read.id()).isEqualTo("put(String)");
		assertThat(read.arguments()).containsExactly(ByteBuffer.wrap(new byte[] { 1, 2 }), ByteBuffer.allocate(0));
	}

	@Test
	void layoutIsFixed() {
		assertThat(new CommandCall("a", List.of(ByteBuffer.wrap(new byte[] { 7 }))).toBytes()).containsExactly(1, 0, 1,
				'a', 1, 0, 0, 0, 1, 7);
	}

	@Test
	void anyPrefixIsRefused() {
		for (int size = 0; size < this.call.length; size++) {
			byte[] prefix = Arrays.copyOf(this.call, size);
			assertThatIllegalStateException().as("size %d", size)
				.isThrownBy(() -> CommandCall.read(ByteBuffer.wrap(prefix)));
		}
	}

	@Test
	void trailingBytesAreRefused() {
		byte[] longer = Arrays.copyOf(this.call, this.call.length + 1);
		assertThatIllegalStateException().isThrownBy(() -> CommandCall.read(ByteBuffer.wrap(longer)))
			.withMessageContaining("longer");
	}

	@Test
	void otherVersionIsRefused() {
		this.call[0] = 2;
		assertThatIllegalStateException().isThrownBy(() -> CommandCall.read(ByteBuffer.wrap(this.call)))
			.withMessageContaining("version 2");
	}

	@Test
	void negativeLengthIsRefused() {
		byte[] bytes = new CommandCall("a", List.of(ByteBuffer.wrap(new byte[] { 7 }))).toBytes();
		bytes[5] = (byte) 0xff;
		assertThatIllegalStateException().isThrownBy(() -> CommandCall.read(ByteBuffer.wrap(bytes)));
	}

}
