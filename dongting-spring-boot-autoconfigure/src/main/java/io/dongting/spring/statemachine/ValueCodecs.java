package io.dongting.spring.statemachine;

import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Pattern;

import io.dongting.spring.RaftCodec;
import org.jspecify.annotations.Nullable;

/**
 * The codecs of an application: those of its own, then the ones that are always there.
 * Each value carries the name of its codec, so that one that another codec wrote is read
 * by that, and not misread. Thread-safe.
 */
public final class ValueCodecs {

	/** How long the name of a codec may be. */
	static final int LONGEST_NAME = 64;

	private static final Pattern NAME = Pattern.compile("[A-Za-z0-9.-]{1," + LONGEST_NAME + "}");

	private final JsonValueCodec json = new JsonValueCodec();

	private final List<RaftCodec> own;

	private final List<RaftCodec> inOrder;

	private final Map<String, RaftCodec> byName = new LinkedHashMap<>();

	private ValueCodecs(List<RaftCodec> own) {
		this.own = List.copyOf(own);
		List<RaftCodec> all = new ArrayList<>(own);
		all.add(new ProtobufCodec());
		all.add(new BytesCodec());
		all.add(this.json);
		this.inOrder = List.copyOf(all);
		this.inOrder.forEach(this::register);
	}

	private void register(RaftCodec codec) {
		String name = codec.name();
		if (!NAME.matcher(name).matches()) {
			throw new InvalidStateMachineException(
					"The codec " + codec.getClass().getName() + " has the name '" + name + "', which is not allowed.",
					"Name it with 1 to " + LONGEST_NAME + " ASCII letters, digits, dots and hyphens.");
		}
		RaftCodec other = this.byName.putIfAbsent(name, codec);
		if (other != null) {
			throw new InvalidStateMachineException(
					"The codecs " + other.getClass().getName() + " and " + codec.getClass().getName()
							+ " have the same name '" + name + "'.",
					"Give the codec of the application another name, and keep it for as long as the logs exist.");
		}
	}

	/**
	 * Return the codecs that are always there.
	 * @return Protobuf, bytes and JSON
	 */
	public static ValueCodecs builtIn() {
		return of(List.of());
	}

	/**
	 * Put codecs of the application's own before those that are always there.
	 * @param own the codecs in the order in which they are asked
	 * @return all codecs
	 * @throws InvalidStateMachineException if a name is not allowed or not unique
	 */
	public static ValueCodecs of(List<? extends RaftCodec> own) {
		return new ValueCodecs(List.copyOf(own));
	}

	/** Return the codec of everything that is not an argument or result. */
	JsonValueCodec json() {
		return this.json;
	}

	/**
	 * Check, as far as that is cheap, whether values of a type can be written and read.
	 * @throws IllegalArgumentException if they cannot, with the reason
	 */
	void check(Type type) {
		if (codecFor(type) == this.json) {
			this.json.check(type);
		}
	}

	@Nullable RaftCodec named(String name) {
		return this.byName.get(name);
	}

	/** Return whether a codec is one of the application's. */
	boolean isOwn(RaftCodec codec) {
		return this.own.contains(codec);
	}

	RaftCodec codecFor(Type type) {
		for (RaftCodec codec : this.inOrder) {
			if (codec.supports(type)) {
				return codec;
			}
		}
		throw new IllegalStateException("JSON supports every type");
	}

	/**
	 * Write an argument, and make sure that it can be read again: an entry that cannot
	 * would stop the group on every node.
	 * @throws IllegalArgumentException if it cannot be written or not be read again
	 */
	EncodedValue writeArgument(@Nullable Object value, Type type) {
		EncodedValue encoded = write(value, type);
		if (encoded.bytes() != null && !codecFor(type).alwaysReadable(type)) {
			read(encoded, type);
		}
		return encoded;
	}

	/**
	 * Write a value with the codec of its type.
	 * @throws IllegalArgumentException if it cannot be written
	 */
	EncodedValue write(@Nullable Object value, Type type) {
		RaftCodec codec = codecFor(type);
		if (codec == this.json) {
			return EncodedValue.json(ByteBuffer.wrap(this.json.write(value, type)));
		}
		return new EncodedValue(codec.name(), (value != null) ? ByteBuffer.wrap(codec.write(value, type)) : null);
	}

	/**
	 * Read an argument with the codec that wrote it.
	 * @throws IllegalArgumentException if the bytes are not a value of the type
	 * @throws IllegalStateException if the codec is not there or not for this type
	 */
	@Nullable Object read(EncodedValue value, Type type) {
		ByteBuffer bytes = value.bytes();
		RaftCodec codec = reader(value, type);
		return (bytes != null) ? codec.read(bytes.asReadOnlyBuffer(), type) : null;
	}

	/**
	 * Read a result with the codec that wrote it, which may have been another version.
	 * @throws IllegalArgumentException if the bytes are not a value of the type
	 * @throws IllegalStateException if the codec is not there or not for this type
	 */
	@Nullable Object readLeniently(EncodedValue value, Type type) {
		ByteBuffer bytes = value.bytes();
		RaftCodec codec = reader(value, type);
		return (bytes != null) ? codec.readLeniently(bytes.asReadOnlyBuffer(), type) : null;
	}

	private RaftCodec reader(EncodedValue value, Type type) {
		RaftCodec codec = this.byName.get(value.codec());
		if (codec == null) {
			throw new IllegalStateException("A value was written by the codec '" + value.codec()
					+ "', which this application does not have. Keep the bean for as long as there are such values.");
		}
		if (!codec.supports(type)) {
			throw new IllegalStateException("A value was written by the codec '" + value.codec()
					+ "', which does not support the type " + type.getTypeName() + ".");
		}
		return codec;
	}

}
