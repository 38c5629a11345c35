package io.dongting.spring.statemachine;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.concurrent.atomic.AtomicInteger;

import org.jspecify.annotations.Nullable;
import tools.jackson.core.JsonParser.NumberType;
import tools.jackson.databind.BeanProperty;
import tools.jackson.databind.JavaType;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.PropertyName;
import tools.jackson.databind.SerializationContext;
import tools.jackson.databind.jsonFormatVisitors.JsonAnyFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonArrayFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonBooleanFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonFormatTypes;
import tools.jackson.databind.jsonFormatVisitors.JsonFormatVisitable;
import tools.jackson.databind.jsonFormatVisitors.JsonFormatVisitorWrapper;
import tools.jackson.databind.jsonFormatVisitors.JsonIntegerFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonMapFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonNumberFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonObjectFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonStringFormatVisitor;
import tools.jackson.databind.jsonFormatVisitors.JsonValueFormat;

/**
 * Finds the {@linkplain Shapes shape} of a type as its serializers describe it. What they
 * do not tell can be anything.
 */
final class JsonShapeVisitor extends JsonFormatVisitorWrapper.Base {

	/** Types that refer to each other in all ways would be described without end. */
	private static final int MOST_OBJECTS = 500;

	/** How many more objects are described; what is beyond can be anything. */
	private final AtomicInteger objectsLeft;

	/** The objects around what is visited, from the outermost. */
	private final List<JavaType> around;

	private final JavaType type;

	private JsonNode shape = Shapes.simple(Shapes.ANY);

	JsonShapeVisitor(JavaType type) {
		this(type, List.of(), new AtomicInteger(MOST_OBJECTS));
	}

	private JsonShapeVisitor(JavaType type, List<JavaType> around, AtomicInteger objectsLeft) {
		this.type = type;
		this.objectsLeft = objectsLeft;
		this.around = around;
	}

	JsonNode shape() {
		return this.shape;
	}

	private void simple(String kind) {
		this.shape = Shapes.simple((this.type.isPrimitive()) ? kind + Shapes.SET : kind);
	}

	private JsonNode visit(@Nullable JsonFormatVisitable visitable, JavaType visited) {
		JsonShapeVisitor visitor = new JsonShapeVisitor(visited, this.around, this.objectsLeft);
		visitor.setContext(getContext());
		if (visitable != null) {
			visitable.acceptJsonFormatVisitor(visitor, visited);
		}
		return visitor.shape();
	}

	@Override
	public @Nullable JsonObjectFormatVisitor expectObjectFormat(JavaType objectType) {
		int index = this.around.lastIndexOf(objectType);
		if (index >= 0) {
			this.shape = Shapes.simple("^" + (this.around.size() - index));
			return null;
		}
		if (objectType.isJavaLangObject() || this.objectsLeft.getAndDecrement() <= 0) {
			return null;
		}
		return new ObjectVisitor(objectType);
	}

	@Override
	public JsonArrayFormatVisitor expectArrayFormat(JavaType arrayType) {
		this.shape = Shapes.array(Shapes.simple(Shapes.ANY));
		return new JsonArrayFormatVisitor.Base(getContext()) {

			@Override
			public void itemsFormat(JsonFormatVisitable handler, JavaType elementType) {
				JsonShapeVisitor.this.shape = Shapes.array(visit(handler, elementType));
			}

			@Override
			public void itemsFormat(JsonFormatTypes format) {
				JavaType contentType = arrayType.getContentType();
				if (contentType != null) {
					JsonShapeVisitor.this.shape = Shapes
						.array(Shapes.simple(format.value() + " of " + contentType.getRawClass().getSimpleName()));
				}
			}

		};
	}

	@Override
	public JsonMapFormatVisitor expectMapFormat(JavaType mapType) {
		this.shape = Shapes.map(Shapes.simple(Shapes.ANY));
		return new JsonMapFormatVisitor.Base(getContext()) {

			@Override
			public void keyFormat(JsonFormatVisitable handler, JavaType keyType) {
				// A key is a text, whatever it is
			}

			@Override
			public void valueFormat(JsonFormatVisitable handler, JavaType valueType) {
				JsonShapeVisitor.this.shape = Shapes.map(visit(handler, valueType));
			}

		};
	}

	@Override
	public JsonStringFormatVisitor expectStringFormat(JavaType stringType) {
		simple(Shapes.TEXT);
		return new JsonStringFormatVisitor.Base() {

			@Override
			public void format(JsonValueFormat format) {
				simple(Shapes.TEXT + ":" + format);
			}

			@Override
			public void enumTypes(Set<String> constants) {
				JsonShapeVisitor.this.shape = Shapes.constants(constants);
			}

		};
	}

	@Override
	public JsonNumberFormatVisitor expectNumberFormat(JavaType numberType) {
		simple("number");
		return new JsonNumberFormatVisitor.Base() {

			@Override
			public void numberType(NumberType number) {
				simple(number.name());
			}

		};
	}

	@Override
	public JsonIntegerFormatVisitor expectIntegerFormat(JavaType integerType) {
		simple("integer");
		return new JsonIntegerFormatVisitor.Base() {

			@Override
			public void numberType(NumberType number) {
				simple(number.name());
			}

		};
	}

	@Override
	public @Nullable JsonBooleanFormatVisitor expectBooleanFormat(JavaType booleanType) {
		simple("boolean");
		return null;
	}

	@Override
	public @Nullable JsonAnyFormatVisitor expectAnyFormat(JavaType anyType) {
		return null;
	}

	/**
	 * Gathers the parts of an object.
	 */
	private final class ObjectVisitor extends JsonObjectFormatVisitor.Base {

		private final Map<String, JsonNode> parts = new TreeMap<>();

		private final List<String> required = new ArrayList<>();

		private final Map<String, List<String>> aliases = new TreeMap<>();

		private final Set<String> ignored;

		private final List<JavaType> within;

		private final boolean constructed;

		ObjectVisitor(JavaType objectType) {
			super(JsonShapeVisitor.this.getContext());
			this.within = new ArrayList<>(JsonShapeVisitor.this.around);
			this.within.add(objectType);
			this.constructed = Arrays.stream(objectType.getRawClass().getDeclaredConstructors())
				.noneMatch((constructor) -> constructor.getParameterCount() == 0);
			this.ignored = ignored(objectType);
			describe();
		}

		/** What the class says to be left out when it is read, by name. */
		private Set<String> ignored(JavaType objectType) {
			SerializationContext context = getContext();
			return new TreeSet<>(context.getAnnotationIntrospector()
				.findPropertyIgnoralByName(context.getConfig(), context.introspectClassAnnotations(objectType))
				.findIgnoredForDeserialization());
		}

		private void describe() {
			JsonShapeVisitor.this.shape = Shapes.object(this.parts, this.required, this.aliases, this.ignored);
		}

		@Override
		public void property(BeanProperty property) {
			add(property);
		}

		@Override
		public void optionalProperty(BeanProperty property) {
			add(property);
		}

		/** A constructor has to be given every primitive, a field keeps its default. */
		private void add(BeanProperty property) {
			JavaType partType = property.getType();
			JsonShapeVisitor visitor = new JsonShapeVisitor(partType, this.within, JsonShapeVisitor.this.objectsLeft);
			visitor.setContext(getContext());
			getContext().findPrimaryPropertySerializer(partType, property).acceptJsonFormatVisitor(visitor, partType);
			this.parts.put(property.getName(), visitor.shape());
			if (this.constructed && partType.isPrimitive()) {
				this.required.add(property.getName());
			}
			List<PropertyName> others = property.findAliases(getContext().getConfig());
			if (!others.isEmpty()) {
				this.aliases.put(property.getName(),
						others.stream().map(PropertyName::getSimpleName).sorted().toList());
			}
			describe();
		}

	}

}
