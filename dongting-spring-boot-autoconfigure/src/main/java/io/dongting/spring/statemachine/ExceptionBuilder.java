package io.dongting.spring.statemachine;

import java.lang.reflect.Constructor;
import java.lang.reflect.Parameter;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.function.BiFunction;
import java.util.function.Predicate;

import org.jspecify.annotations.Nullable;

import org.springframework.util.ReflectionUtils;

/**
 * Builds an exception anew from its message and its fields, through whichever constructor
 * gives the same exception again: one whose parameters are named like the fields, one
 * that takes the message, or one that takes nothing.
 */
final class ExceptionBuilder {

	private final Class<? extends Exception> type;

	private final BiFunction<String, Type, @Nullable Object> reader;

	ExceptionBuilder(Class<? extends Exception> type, BiFunction<String, Type, @Nullable Object> reader) {
		this.type = type;
		this.reader = reader;
	}

	@Nullable Exception build(@Nullable String message, @Nullable Map<String, String> fields,
			Predicate<Exception> sameAsOriginal) {
		Map<String, String> known = (fields != null) ? fields : Map.of();
		List<Constructor<?>> constructors = Arrays.stream(this.type.getDeclaredConstructors())
			.sorted(Comparator.<Constructor<?>>comparingInt(Constructor::getParameterCount)
				.reversed()
				.thenComparing(Constructor::toString))
			.toList();
		for (Constructor<?> constructor : constructors) {
			Exception byName = tryBuild(constructor, (parameter) -> argument(parameter, message, known));
			if (byName != null && sameAsOriginal.test(byName)) {
				return byName;
			}
			if (Arrays.equals(constructor.getParameterTypes(), new Class<?>[] { String.class })) {
				Exception byMessage = tryBuild(constructor, (parameter) -> message);
				if (byMessage != null && sameAsOriginal.test(byMessage)) {
					return byMessage;
				}
			}
		}
		return null;
	}

	private @Nullable Exception tryBuild(Constructor<?> constructor, ArgumentSource arguments) {
		try {
			Parameter[] parameters = constructor.getParameters();
			@Nullable Object[] values = new Object[parameters.length];
			for (int i = 0; i < parameters.length; i++) {
				values[i] = arguments.argument(parameters[i]);
			}
			ReflectionUtils.makeAccessible(constructor);
			return (Exception) constructor.newInstance(values);
		}
		catch (ReflectiveOperationException | RuntimeException ex) {
			// Not the constructor that is looked for
			return null;
		}
	}

	private @Nullable Object argument(Parameter parameter, @Nullable String message, Map<String, String> fields)
			throws NoSuchFieldException {
		String encoded = fields.get(parameter.getName());
		if (encoded != null) {
			return this.reader.apply(encoded, parameter.getParameterizedType());
		}
		if (parameter.getName().equals("message") && parameter.getType() == String.class) {
			return message;
		}
		throw new NoSuchFieldException(parameter.getName());
	}

	/**
	 * Finds the argument for a parameter.
	 */
	@FunctionalInterface
	private interface ArgumentSource {

		@Nullable Object argument(Parameter parameter) throws NoSuchFieldException;

	}

}
