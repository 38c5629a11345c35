package io.dongting.spring.statemachine;

import java.io.IOException;
import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicInteger;

import com.google.protobuf.CodedOutputStream;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.EnumValueDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.MessageLite;
import com.google.protobuf.Parser;
import io.dongting.spring.RaftCodec;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;

import org.springframework.util.ReflectionUtils;

/**
 * Messages of Protobuf in their own format.
 */
final class ProtobufCodec implements RaftCodec {

	static final String NAME = "protobuf";

	/** Messages that refer to each other in all ways would be described without end. */
	private static final int MOST_MESSAGES = 500;

	private static final ClassValue<Parser<?>> PARSERS = new ClassValue<>() {

		@Override
		protected Parser<?> computeValue(Class<?> type) {
			Method parser = ReflectionUtils.findMethod(type, "parser");
			if (parser == null) {
				throw new IllegalArgumentException(type.getName() + " is no generated message.");
			}
			ReflectionUtils.makeAccessible(parser);
			return (Parser<?>) Objects.requireNonNull(ReflectionUtils.invokeMethod(parser, null));
		}

	};

	@Override
	public String name() {
		return NAME;
	}

	@Override
	public boolean supports(Type type) {
		return type instanceof Class<?> javaClass && MessageLite.class.isAssignableFrom(javaClass)
				&& ReflectionUtils.findMethod(javaClass, "parser") != null;
	}

	/**
	 * The entries of maps in the order of their keys, so that all nodes write the same.
	 */
	@Override
	public byte[] write(Object value, Type type) {
		MessageLite message = (MessageLite) value;
		if (!message.isInitialized()) {
			throw new IllegalArgumentException(
					"The message of type " + type.getTypeName() + " lacks a field that is required.");
		}
		byte[] bytes = new byte[message.getSerializedSize()];
		CodedOutputStream output = CodedOutputStream.newInstance(bytes);
		output.useDeterministicSerialization();
		try {
			message.writeTo(output);
			output.checkNoSpaceLeft();
		}
		catch (IOException ex) {
			throw new IllegalArgumentException("Cannot write a message of type " + type.getTypeName() + ": " + ex, ex);
		}
		return bytes;
	}

	@Override
	public Object read(ByteBuffer bytes, Type type) {
		Object message = readLeniently(bytes, type);
		if (message instanceof Message full && hasUnknown(full)) {
			throw new IllegalArgumentException(
					"The message has a field or a constant that " + type.getTypeName() + " does not have here.");
		}
		return message;
	}

	@Override
	public Object readLeniently(ByteBuffer bytes, Type type) {
		try {
			return PARSERS.get((Class<?>) type).parseFrom(bytes.duplicate());
		}
		catch (InvalidProtocolBufferException ex) {
			throw new IllegalArgumentException(
					"Cannot read a message of type " + type.getTypeName() + ": " + ex.getMessage(), ex);
		}
	}

	/**
	 * The numbers and types of the fields; a message without reflection tells nothing.
	 */
	@Override
	public String shape(Type type) {
		Object message = readLeniently(ByteBuffer.allocate(0), type);
		return (message instanceof Message full)
				? Shapes.toText(shape(full.getDescriptorForType(), List.of(), new AtomicInteger(MOST_MESSAGES)))
				: Shapes.toText(Shapes.simple(Shapes.ANY));
	}

	private static JsonNode shape(Descriptor message, List<Descriptor> around, AtomicInteger messagesLeft) {
		int index = around.lastIndexOf(message);
		if (index >= 0) {
			return Shapes.simple("^" + (around.size() - index));
		}
		if (messagesLeft.getAndDecrement() <= 0) {
			return Shapes.simple(Shapes.ANY);
		}
		List<Descriptor> within = new ArrayList<>(around);
		within.add(message);
		Map<String, JsonNode> parts = new TreeMap<>();
		for (FieldDescriptor field : message.getFields()) {
			JsonNode value = switch (field.getJavaType()) {
				case MESSAGE -> shape(field.getMessageType(), within, messagesLeft);
				case ENUM -> Shapes.constants(field.getEnumType()
					.getValues()
					.stream()
					.map((constant) -> "Protobuf " + constant.getNumber())
					.distinct()
					.toList());
				default -> Shapes.simple("Protobuf " + field.getType().name().toLowerCase(Locale.ROOT));
			};
			parts.put("field " + field.getNumber(), (field.isRepeated()) ? Shapes.array(value) : value);
		}
		return Shapes.object(parts);
	}

	@Override
	public @Nullable String mismatch(String written, String read) {
		return Shapes.mismatch(written, read);
	}

	@Override
	public @Nullable String disagreement(String written, String read) {
		return Shapes.disagreement(written, read);
	}

	private static boolean hasUnknown(Message message) {
		return !message.getUnknownFields().asMap().isEmpty()
				|| message.getAllFields().values().stream().anyMatch(ProtobufCodec::containsUnknown);
	}

	private static boolean containsUnknown(Object field) {
		Collection<?> values = (field instanceof List<?> list) ? list : List.of(field);
		return values.stream().anyMatch(ProtobufCodec::isUnknown);
	}

	/** A constant that is not known here has no place among those that are. */
	private static boolean isUnknown(Object value) {
		return (value instanceof Message nested && hasUnknown(nested))
				|| (value instanceof EnumValueDescriptor constant && constant.getIndex() < 0);
	}

}
