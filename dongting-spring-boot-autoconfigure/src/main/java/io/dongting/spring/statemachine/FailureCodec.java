package io.dongting.spring.statemachine;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import java.util.TreeMap;

import io.dongting.spring.RaftCommandException;
import org.jspecify.annotations.Nullable;

import org.springframework.util.ReflectionUtils;

/**
 * The exception of a command as its replicated result: the name of its class, its message
 * and, where the codec can carry them, the fields that the application's own classes add.
 *
 * <p>
 * Stack trace and cause stay behind: they would differ from node to node.
 */
final class FailureCodec {

	private final JsonValueCodec codec;

	private final @Nullable ClassLoader classLoader;

	FailureCodec(JsonValueCodec codec, @Nullable ClassLoader classLoader) {
		this.codec = codec;
		this.classLoader = classLoader;
	}

	byte[] write(Exception failure) {
		Failure encoded = new Failure(failure.getClass().getName(), messageOf(failure), fieldsOf(failure));
		return this.codec.write(encoded, Failure.class);
	}

	/**
	 * Rebuild an exception.
	 * @return the exception itself, or a {@link RaftCommandException} in its place
	 */
	Exception read(ByteBuffer bytes) {
		Failure failure = (Failure) this.codec.readLeniently(bytes, Failure.class);
		if (failure == null) {
			throw new IllegalStateException("The failure of the command is missing.");
		}
		Exception rebuilt = rebuild(failure);
		return (rebuilt != null) ? rebuilt : new RaftCommandException(failure.type(), failure.message(), null);
	}

	private @Nullable Exception rebuild(Failure failure) {
		Class<?> type = load(failure.type());
		if (type == null) {
			return null;
		}
		// What cannot be told apart from the original is the original
		return new ExceptionBuilder(type.asSubclass(Exception.class), this::value).build(failure.message(),
				failure.fields(), (candidate) -> failure
					.equals(new Failure(candidate.getClass().getName(), messageOf(candidate), fieldsOf(candidate))));
	}

	/** Load only what is an exception, and do not initialise anything before that. */
	private @Nullable Class<?> load(String name) {
		try {
			Class<?> type = Class.forName(name, false, this.classLoader);
			boolean usable = Exception.class.isAssignableFrom(type) && !Modifier.isAbstract(type.getModifiers());
			return (usable) ? type : null;
		}
		catch (ClassNotFoundException | LinkageError ex) {
			return null;
		}
	}

	private @Nullable Object value(String encoded, Type type) {
		return this.codec.readLeniently(ByteBuffer.wrap(encoded.getBytes(StandardCharsets.ISO_8859_1)), type);
	}

	private static @Nullable String messageOf(Exception failure) {
		try {
			return failure.getMessage();
		}
		catch (RuntimeException ex) {
			// It cannot even say what is wrong with it; that it was thrown still counts
			return null;
		}
	}

	private @Nullable Map<String, String> fieldsOf(Exception failure) {
		Map<String, String> fields = new TreeMap<>();
		try {
			for (Class<?> type = failure.getClass(); !type.getName().startsWith("java."); type = type.getSuperclass()) {
				for (Field field : type.getDeclaredFields()) {
					if (isState(field)) {
						ReflectionUtils.makeAccessible(field);
						byte[] value = this.codec.write(field.get(failure), field.getGenericType());
						fields.putIfAbsent(field.getName(), new String(value, StandardCharsets.ISO_8859_1));
					}
				}
			}
			return fields;
		}
		catch (RuntimeException | IllegalAccessException ex) {
			// An exception with a part that cannot be carried is known by its message
			// alone
			return null;
		}
	}

	private static boolean isState(Field field) {
		return !field.isSynthetic() && !Modifier.isStatic(field.getModifiers())
				&& !Modifier.isTransient(field.getModifiers());
	}

	/**
	 * An exception in transit.
	 *
	 * @param type the name of its class
	 * @param message its message
	 * @param fields the encoded values of its fields, one character per byte, or
	 * {@code null} if they cannot be carried
	 */
	record Failure(String type, @Nullable String message, @Nullable Map<String, String> fields) {

	}

}
