package io.dongting.spring.statemachine;

import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.List;

import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link EntryText}.
 */
class EntryTextTests {

	private static final EncodedValue NO_TEXT = new EncodedValue("own",
			ByteBuffer.wrap(new byte[] { (byte) 0xff, 1, 2 }));

	private static final EncodedValue NULL = new EncodedValue("own", null);

	@Test
	void aCommandIsItsIdAndItsArguments() {
		CommandCall call = new CommandCall("reserve", List.of(utf8("\"apple\""), utf8("3"), NO_TEXT, NULL));
		assertThat(EntryText.ofCommand(ByteBuffer.wrap(call.toBytes())))
			.isEqualTo("'reserve' with (\"apple\", 3, 3 bytes, null)");
	}

	@Test
	void anOutcomeIsAValueOrAnException() {
		assertThat(EntryText.ofOutcome(CommandOutcome.value(utf8("97")))).isEqualTo("97");
		assertThat(EntryText.ofOutcome(CommandOutcome.nothing())).isEqualTo("nothing");
		assertThat(EntryText.ofOutcome(CommandOutcome.failure("{}".getBytes(StandardCharsets.UTF_8)))).isEqualTo("{}");
	}

	private static EncodedValue utf8(String text) {
		return EncodedValue.json(ByteBuffer.wrap(text.getBytes(StandardCharsets.UTF_8)));
	}

}
