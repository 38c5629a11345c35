package io.dongting.spring.statemachine;

import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.nio.ByteBuffer;
import java.util.Set;

import com.fasterxml.jackson.annotation.JsonAutoDetect.Visibility;
import com.google.protobuf.MessageLite;
import io.dongting.spring.RaftCodec;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.ObjectReader;
import tools.jackson.databind.SerializationFeature;
import tools.jackson.databind.cfg.EnumFeature;
import tools.jackson.databind.exc.InvalidDefinitionException;
import tools.jackson.databind.json.JsonMapper;

import org.springframework.util.ClassUtils;

/**
 * Values as JSON, by a mapper of its own: how the application configures JSON for its web
 * pages must not change what its logs mean.
 *
 * <p>
 * An object is its fields, not its getters, so that a method that computes something does
 * not become part of the log. Enum constants are written by name, map entries in the
 * order of their keys where the keys have one.
 */
final class JsonValueCodec implements RaftCodec {

	static final String NAME = "json";

	private static final Set<Class<?>> ALWAYS_READABLE = Set.of(String.class, BigDecimal.class, BigInteger.class,
			byte[].class);

	private final JsonMapper mapper;

	private final JsonMapper lenientMapper;

	/** Create the codec. */
	JsonValueCodec() {
		this.mapper = JsonMapper.builder()
			.changeDefaultVisibility((visibility) -> visibility.withFieldVisibility(Visibility.ANY)
				.withGetterVisibility(Visibility.NONE)
				.withIsGetterVisibility(Visibility.NONE))
			.enable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES)
			.enable(SerializationFeature.ORDER_MAP_ENTRIES_BY_KEYS)
			.disable(SerializationFeature.FAIL_ON_ORDER_MAP_BY_INCOMPARABLE_KEY)
			.disable(EnumFeature.WRITE_ENUMS_USING_TO_STRING, EnumFeature.READ_ENUMS_USING_TO_STRING)
			.build();
		this.lenientMapper = this.mapper.rebuild().disable(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES).build();
	}

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public boolean supports(Type type) {
		return true;
	}

	/**
	 * Check, as far as that is cheap, whether values of a type can be written and read.
	 * @throws IllegalArgumentException if they cannot, with the reason
	 */
	void check(Type type) {
		check(this.mapper.constructType(type));
	}

	private void check(JavaType type) {
		if (type.isJavaLangObject()) {
			throw new IllegalArgumentException("the type Object does not say what JSON is to be read as");
		}
		if (type.isTypeOrSubTypeOf(MessageLite.class)) {
			throw new IllegalArgumentException(
					type.toCanonical() + " is a Protobuf message, which can only be a parameter or the result itself");
		}
		if (type.isContainerType() || type.isReferenceType()) {
			JavaType keyType = type.getKeyType();
			if (keyType != null && keyType.isJavaLangObject()) {
				throw new IllegalArgumentException("the keys of " + type.toCanonical() + " have no type");
			}
			check(type.getContentType());
			return;
		}
		try {
			// An empty object is enough to learn whether the type can be read at all
			this.mapper.readerFor(type).readValue("{}");
		}
		catch (InvalidDefinitionException ex) {
			throw new IllegalArgumentException(ex.getOriginalMessage(), ex);
		}
		catch (JacksonException ex) {
			// The type can be read, it is only never empty
			return;
		}
	}

	@Override
	public byte[] write(@Nullable Object value, Type type) {
		try {
			return this.mapper.writerFor(this.mapper.constructType(type)).writeValueAsBytes(value);
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException(
					"Cannot write a value of type " + type.getTypeName() + " as JSON: " + ex.getOriginalMessage(), ex);
		}
	}

	@Override
	public @Nullable Object read(ByteBuffer bytes, Type type) {
		return read(this.mapper, bytes, type);
	}

	@Override
	public @Nullable Object readLeniently(ByteBuffer bytes, Type type) {
		return read(this.lenientMapper, bytes, type);
	}

	private static @Nullable Object read(JsonMapper mapper, ByteBuffer bytes, Type type) {
		byte[] array = new byte[bytes.remaining()];
		bytes.duplicate().get(array);
		try {
			ObjectReader reader = mapper.readerFor(mapper.constructType(type));
			return reader.readValue(array);
		}
		catch (JacksonException ex) {
			throw new IllegalArgumentException(
					"Cannot read a value of type " + type.getTypeName() + " from JSON: " + ex.getOriginalMessage(), ex);
		}
	}

	@Override
	public String shape(Type type) {
		JavaType javaType = this.mapper.constructType(type);
		JsonShapeVisitor visitor = new JsonShapeVisitor(javaType);
		try {
			this.mapper.acceptJsonFormatVisitor(javaType, visitor);
			return Shapes.toText(visitor.shape());
		}
		catch (RuntimeException ex) {
			// A serializer that cannot describe what it writes, in whatever way it fails
			return Shapes.toText(Shapes.simple(Shapes.ANY));
		}
	}

	@Override
	public @Nullable String mismatch(String written, String read) {
		return Shapes.mismatch(written, read);
	}

	@Override
	public @Nullable String disagreement(String written, String read) {
		return Shapes.disagreement(written, read);
	}

	@Override
	public boolean alwaysReadable(Type type) {
		return type instanceof Class<?> javaClass && (ALWAYS_READABLE.contains(javaClass)
				|| ClassUtils.isPrimitiveOrWrapper(javaClass) || javaClass.isEnum());
	}

}
