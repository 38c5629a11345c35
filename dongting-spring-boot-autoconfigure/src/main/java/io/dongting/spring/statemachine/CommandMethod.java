package io.dongting.spring.statemachine;

import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;

import org.jspecify.annotations.Nullable;

import io.dongting.spring.RaftContext;

/**
 * A command of a state machine.
 *
 * @param id its name in the log
 * @param operation its name for those who observe it
 * @param method the method of the bean's class
 * @param parameterTypes the resolved types of the method's parameters
 * @param resultType the resolved type of the result, without the future around it
 * @param future whether the method returns a future
 */
record CommandMethod(String id, String operation, Method method, List<Type> parameterTypes, Type resultType,
		boolean future) {

	/** Return the types of the parameters that stand in the log. */
	Stream<Type> loggedTypes() {
		return this.parameterTypes.stream().filter((type) -> type != RaftContext.class);
	}

	boolean returnsNothing() {
		return this.method.getReturnType() == void.class;
	}

	/**
	 * Encode a call, and make sure that it can be decoded: an entry that cannot would
	 * stop the group on every node.
	 * @throws IllegalArgumentException if it cannot be encoded or not be decoded again
	 */
	byte[] encode(@Nullable Object[] arguments, ValueCodecs codecs) {
		List<EncodedValue> encoded = new ArrayList<>(arguments.length);
		for (int i = 0; i < arguments.length; i++) {
			Type type = this.parameterTypes.get(i);
			if (type != RaftContext.class) {
				encoded.add(codecs.writeArgument(arguments[i], type));
			}
		}
		return new CommandCall(this.id, encoded).toBytes();
	}

	/**
	 * Decode the arguments of a call.
	 * @throws IllegalStateException if they are not arguments of this command
	 */
	@Nullable Object[] decode(CommandCall call, RaftContext context, ValueCodecs codecs) {
		long expected = loggedTypes().count();
		if (call.arguments().size() != expected) {
			throw new IllegalStateException("The command '" + this.id + "' in the log has " + call.arguments().size()
					+ " arguments, the method " + this.method + " takes " + expected + ".");
		}
		@Nullable Object[] arguments = new Object[this.parameterTypes.size()];
		int next = 0;
		for (int i = 0; i < arguments.length; i++) {
			Type type = this.parameterTypes.get(i);
			arguments[i] = (type != RaftContext.class) ? codecs.read(call.arguments().get(next++), type) : context;
		}
		return arguments;
	}

}
