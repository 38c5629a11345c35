package io.dongting.simulation.swarm;

import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

import io.dongting.simulation.swarm.Scenario.Recovery;

/**
 * Scenarios as files: a line {@code name = value} for each thing that is decided, a line
 * for each strike, and comments behind {@code #}.
 */
public final class ScenarioText {

	private static final String STRIKE = "strike";

	private ScenarioText() {
	}

	/**
	 * Write a scenario down.
	 * @param scenario the scenario
	 * @return its text
	 */
	public static String format(Scenario scenario) {
		StringBuilder text = new StringBuilder();
		line(text, "seed", scenario.seed());
		line(text, "troubled", scenario.troubled());
		line(text, "recovery", scenario.recovery());
		formatRecord(text, scenario.options());
		for (Strike strike : scenario.strikes()) {
			line(text, STRIKE, strike.atMillis() + " " + strike.kind() + " " + strike.seed());
		}
		return text.toString();
	}

	private static void formatRecord(StringBuilder text, Record options) {
		for (RecordComponent component : options.getClass().getRecordComponents()) {
			Object value = valueOf(component, options);
			if (value instanceof Record nested) {
				formatRecord(text, nested);
			}
			else {
				line(text, component.getName(), value);
			}
		}
	}

	private static void line(StringBuilder text, String name, Object value) {
		text.append(name).append(" = ").append(value).append('\n');
	}

	private static Object valueOf(RecordComponent component, Record options) {
		try {
			return component.getAccessor().invoke(options);
		}
		catch (IllegalAccessException | InvocationTargetException ex) {
			throw new IllegalStateException("Cannot read " + component, ex);
		}
	}

	/**
	 * Read a scenario.
	 * @param text what {@link #format} wrote
	 * @return the scenario
	 * @throws IllegalArgumentException if something is missing, unknown or not readable
	 */
	public static Scenario parse(String text) {
		Map<String, String> values = new LinkedHashMap<>();
		List<Strike> strikes = new ArrayList<>();
		text.lines().map(String::strip).filter((line) -> !line.isEmpty() && !line.startsWith("#")).forEach((line) -> {
			String[] parts = line.split("\\s*=\\s*", 2);
			if (parts.length != 2) {
				throw new IllegalArgumentException("Not 'name = value': " + line);
			}
			if (parts[0].equals(STRIKE)) {
				strikes.add(parseStrike(parts[1]));
			}
			else if (values.put(parts[0], parts[1]) != null) {
				throw new IllegalArgumentException("Given twice: " + parts[0]);
			}
		});
		long seed = Long.parseLong(take(values, "seed"));
		Duration troubled = Duration.parse(take(values, "troubled"));
		Recovery recovery = Recovery.valueOf(take(values, "recovery"));
		SwarmOptions options = parseRecord(SwarmOptions.class, values);
		if (!values.isEmpty()) {
			throw new IllegalArgumentException("Not known: " + values.keySet());
		}
		return new Scenario(seed, troubled, options, recovery, strikes);
	}

	private static Strike parseStrike(String text) {
		String[] parts = text.split(" ");
		return new Strike(Long.parseLong(parts[0]), FaultKind.valueOf(parts[1]), Long.parseLong(parts[2]));
	}

	private static <T extends Record> T parseRecord(Class<T> type, Map<String, String> values) {
		RecordComponent[] components = type.getRecordComponents();
		Object[] arguments = Stream.of(components).map((component) -> parseValue(component, values)).toArray();
		Class<?>[] types = Stream.of(components).map(RecordComponent::getType).toArray(Class<?>[]::new);
		try {
			return type.getDeclaredConstructor(types).newInstance(arguments);
		}
		catch (ReflectiveOperationException ex) {
			throw new IllegalArgumentException(
					"Cannot make a " + type.getSimpleName() + " of " + Arrays.toString(arguments), ex);
		}
	}

	private static Object parseValue(RecordComponent component, Map<String, String> values) {
		Class<?> type = component.getType();
		if (type.isRecord()) {
			return parseRecord(type.asSubclass(Record.class), values);
		}
		String value = take(values, component.getName());
		if (type == int.class) {
			return Integer.valueOf(value);
		}
		if (type == long.class) {
			return Long.valueOf(value);
		}
		if (type == double.class) {
			return Double.valueOf(value);
		}
		if (type == String.class) {
			return value;
		}
		if (type == boolean.class) {
			return Boolean.valueOf(value);
		}
		if (type == Duration.class) {
			return Duration.parse(value);
		}
		throw new IllegalStateException("No text stands for a " + type);
	}

	private static String take(Map<String, String> values, String name) {
		String value = values.remove(name);
		if (value == null) {
			throw new IllegalArgumentException("Missing: " + name);
		}
		return value;
	}

}
