package io.dongting.spring.statemachine;

import java.nio.ByteBuffer;
import java.util.List;

import io.dongting.spring.RaftCommandException;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link FailureCodec}.
 */
class FailureCodecTests {

	private final FailureCodec codec = new FailureCodec(new JsonValueCodec(), getClass().getClassLoader());

	@Test
	void exceptionOfThePlatformIsRebuiltFromItsMessage() {
		assertThat(travel(new IllegalStateException("no"))).isExactlyInstanceOf(IllegalStateException.class)
			.hasMessage("no");
		assertThat(travel(new NullPointerException())).isExactlyInstanceOf(NullPointerException.class).hasMessage(null);
	}

	@Test
	void fieldsAreRebuiltThroughTheConstructorThatNamesThem() {
		assertThat(travel(new WithFields(List.of("a", "\u00e9"), 2))).isInstanceOfSatisfying(WithFields.class,
				(ex) -> assertThat(ex.names).containsExactly("a", "\u00e9"));
	}

	@Test
	void messageIsGivenToTheConstructorThatTakesOne() {
		assertThat(travel(new WithMessage("anything"))).isExactlyInstanceOf(WithMessage.class).hasMessage("anything");
	}

	@Test
	void exceptionWithoutMessageIsRebuiltByItsEmptyConstructor() {
		assertThat(travel(new Empty())).isExactlyInstanceOf(Empty.class).hasMessage("always the same");
	}

	@Test
	void exceptionThatWouldComeBackDifferentIsOnlyNamed() {
		assertThat(travel(new Decorated("x"))).isInstanceOfSatisfying(RaftCommandException.class, (ex) -> {
			assertThat(ex.type()).isEqualTo(Decorated.class.getName());
			assertThat(ex).hasMessageContaining("<x>");
		});
	}

	@Test
	void classThatIsNoExceptionIsNotLoaded() {
		assertThat(read("java.lang.String")).isExactlyInstanceOf(RaftCommandException.class);
		assertThat(read("java.lang.OutOfMemoryError")).isExactlyInstanceOf(RaftCommandException.class);
		assertThat(read(Initialised.class.getName())).isExactlyInstanceOf(RaftCommandException.class);
		assertThat(read("com.example.Gone")).isExactlyInstanceOf(RaftCommandException.class)
			.hasMessage("com.example.Gone: text");
		assertThat(initialised).isFalse();
	}

	@Test
	void exceptionWhoseMessageThrowsStillTravels() {
		assertThat(travel(new Silent())).isInstanceOf(Exception.class);
	}

	@Test
	void exceptionWithFieldsThatCannotBeCarriedIsKnownByItsMessage() {
		Circular circular = new Circular("round");
		assertThat(travel(circular)).isExactlyInstanceOf(Circular.class).hasMessage("round");
	}

	private Exception travel(Exception exception) {
		return this.codec.read(ByteBuffer.wrap(this.codec.write(exception)));
	}

	private Exception read(String type) {
		FailureCodec.Failure failure = new FailureCodec.Failure(type, "text", null);
		return this.codec.read(ByteBuffer.wrap(new JsonValueCodec().write(failure, FailureCodec.Failure.class)));
	}

	private static boolean initialised;

	static class Initialised {

		static {
			initialised = true;
		}

	}

	static class WithFields extends Exception {

		private final List<String> names;

		private final int count;

		WithFields(List<String> names, int count) {
			super(count + " of " + names);
			this.names = names;
			this.count = count;
		}

		int count() {
			return this.count;
		}

	}

	static class WithMessage extends Exception {

		WithMessage(String text) {
			super(text);
		}

	}

	static class Empty extends Exception {

		Empty() {
			super("always the same");
		}

	}

	static class Decorated extends Exception {

		Decorated(String text) {
			super("<" + text + ">");
		}

	}

	static class Silent extends Exception {

		@Override
		public String getMessage() {
			throw new IllegalStateException("no message");
		}

	}

	static class Circular extends Exception {

		private Node node;

		Circular(String message) {
			super(message);
			this.node = new Node();
			this.node.next = this.node;
		}

		Node node() {
			return this.node;
		}

	}

	static class Node {

		private Node next;

		Node next() {
			return this.next;
		}

	}

}
