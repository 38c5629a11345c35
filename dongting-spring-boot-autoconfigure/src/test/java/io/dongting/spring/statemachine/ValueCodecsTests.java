package io.dongting.spring.statemachine;

import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.util.List;

import com.google.protobuf.StringValue;
import io.dongting.spring.RaftCodec;
import io.dongting.spring.statemachine.MoneyCodec.Money;
import org.junit.jupiter.api.Test;

import org.springframework.core.ParameterizedTypeReference;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.assertj.core.api.Assertions.assertThatIllegalStateException;

/**
 * Tests for {@link ValueCodecs}.
 */
class ValueCodecsTests {

	private final ValueCodecs codecs = ValueCodecs.of(List.of(new MoneyCodec("money")));

	@Test
	void eachTypeHasItsCodec() {
		assertThat(codecOf(Money.class)).isEqualTo("money");
		assertThat(codecOf(StringValue.class)).isEqualTo("protobuf");
		assertThat(codecOf(byte[].class)).isEqualTo("bytes");
		assertThat(codecOf(String.class)).isEqualTo("json");
		assertThat(codecOf(new ParameterizedTypeReference<List<Money>>() {
		}.getType())).isEqualTo("json");
		assertThat(ValueCodecs.builtIn().codecFor(Money.class).name()).isEqualTo("json");
	}

	@Test
	void codecsOfTheApplicationAreAskedInTheirOrder() {
		ValueCodecs both = ValueCodecs.of(List.of(new MoneyCodec("first"), new MoneyCodec("second")));
		assertThat(both.codecFor(Money.class).name()).isEqualTo("first");
	}

	@Test
	void valueIsReadByTheCodecThatWroteIt() {
		EncodedValue old = ValueCodecs.builtIn().write(new Money(1250, "EUR"), Money.class);
		assertThat(old.codec()).isEqualTo("json");
		assertThat(this.codecs.read(old, Money.class)).isEqualTo(new Money(1250, "EUR"));
		EncodedValue now = this.codecs.write(new Money(1250, "EUR"), Money.class);
		assertThat(now.codec()).isEqualTo("money");
		ValueCodecs later = ValueCodecs.of(List.of(new MoneyCodec("newer"), new MoneyCodec("money")));
		assertThat(later.read(now, Money.class)).isEqualTo(new Money(1250, "EUR"));
	}

	@Test
	void valueOfACodecThatIsGoneIsNotMisread() {
		EncodedValue value = this.codecs.write(new Money(1250, "EUR"), Money.class);
		assertThatIllegalStateException().isThrownBy(() -> ValueCodecs.builtIn().read(value, Money.class))
			.withMessageContaining("'money'")
			.withMessageContaining("does not have");
		assertThatIllegalStateException().isThrownBy(() -> this.codecs.read(value, String.class))
			.withMessageContaining("'money'")
			.withMessageContaining("java.lang.String");
	}

	@Test
	void codecNeverSeesNull() {
		EncodedValue value = this.codecs.writeArgument(null, Money.class);
		assertThat(value).isEqualTo(new EncodedValue("money", null));
		assertThat(this.codecs.read(value, Money.class)).isNull();
		assertThat(this.codecs.readLeniently(value, Money.class)).isNull();
	}

	@Test
	void argumentThatCouldNotBeReadAgainIsRefused() {
		assertThatIllegalArgumentException()
			.isThrownBy(() -> this.codecs.writeArgument(new Money(1, "two words"), Money.class))
			.withMessageContaining("no money");
	}

	/** Reading to prove that it works must not use up what is to be sent. */
	@Test
	void bytesAreWholeAfterTheProof() {
		EncodedValue value = this.codecs.writeArgument(new Money(1, "EUR"), Money.class);
		assertThat(value.sizeBytes()).isEqualTo(5);
		assertThat(this.codecs.read(value, Money.class)).isEqualTo(this.codecs.read(value, Money.class));
	}

	@Test
	void codecWithANameOfAnotherIsRefused() {
		assertRefused("have the same name 'json'", new MoneyCodec("json"));
		assertRefused("have the same name 'own'", new MoneyCodec("own"), new MoneyCodec("own"));
	}

	@Test
	void codecWithANameThatCannotStandInALogIsRefused() {
		assertRefused("the name '', which", new MoneyCodec(""));
		assertRefused("the name 'm\u00f6ney', which", new MoneyCodec("m\u00f6ney"));
		assertRefused("which is not allowed", new MoneyCodec("a".repeat(65)));
		assertThat(ValueCodecs.of(List.of(new MoneyCodec("a".repeat(64)))).codecFor(Money.class).name()).hasSize(64);
	}

	@Test
	void bytesAreCopied() {
		EncodedValue value = this.codecs.write(new byte[] { 1, 2 }, byte[].class);
		assertThat((byte[]) this.codecs.read(value, byte[].class)).containsExactly(1, 2);
		assertThat(this.codecs.read(new EncodedValue("bytes", ByteBuffer.allocate(0)), byte[].class))
			.isEqualTo(new byte[0]);
	}

	private static void assertRefused(String reason, RaftCodec... own) {
		assertThatExceptionOfType(InvalidStateMachineException.class).isThrownBy(() -> ValueCodecs.of(List.of(own)))
			.withMessageContaining(reason)
			.satisfies((ex) -> assertThat(ex.action()).contains("ame"));
	}

	private String codecOf(Type type) {
		return this.codecs.codecFor(type).name();
	}

}
