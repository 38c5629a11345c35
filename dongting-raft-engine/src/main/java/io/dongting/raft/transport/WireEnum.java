package io.dongting.raft.transport;

import org.jspecify.annotations.Nullable;

/**
 * An enum on the wire: its constants are numbered from 1 in their order, and 0 is left to
 * say that there is none.
 *
 * @param <E> the enum
 * @param type its class
 */
record WireEnum<E extends Enum<E>>(Class<E> type, E[] constants) {

	static final int NONE = 0;

	static <E extends Enum<E>> WireEnum<E> of(Class<E> type) {
		return new WireEnum<>(type, type.getEnumConstants());
	}

	int write(@Nullable E constant) {
		return (constant != null) ? constant.ordinal() + 1 : NONE;
	}

	E read(int number) {
		if (number <= NONE || number > this.constants.length) {
			throw new MalformedMessageException(
					"There is no " + this.type.getCanonicalName() + " with the number " + number);
		}
		return this.constants[number - 1];
	}

	@Nullable E readOptional(int number) {
		return (number != NONE) ? read(number) : null;
	}

}
