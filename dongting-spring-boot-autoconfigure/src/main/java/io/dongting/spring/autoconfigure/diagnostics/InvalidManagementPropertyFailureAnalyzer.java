package io.dongting.spring.autoconfigure.diagnostics;

import java.util.Arrays;
import java.util.Locale;
import java.util.Objects;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.bind.BindException;
import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.context.properties.source.IterableConfigurationPropertySource;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.convert.ConversionFailedException;
import org.springframework.core.env.Environment;

/**
 * Reports a wrong value of those properties under {@code management} that are about Raft.
 * Conditions read them before anything is bound, and the exception that comes of it knows
 * the value but not the property.
 */
class InvalidManagementPropertyFailureAnalyzer extends AbstractFailureAnalyzer<ConversionFailedException> {

	private static final Pattern OURS = Pattern.compile("management\\.(health|info|endpoint)\\.raft[a-z]*\\..*");

	private final Environment environment;

	InvalidManagementPropertyFailureAnalyzer(Environment environment) {
		this.environment = environment;
	}

	@Override
	protected @Nullable FailureAnalysis analyze(Throwable rootFailure, ConversionFailedException cause) {
		// What was bound names its property itself
		boolean bound = findCause(rootFailure, BindException.class) != null;
		ConfigurationProperty property = bound ? null
				: find(cause.getValue(), cause.getTargetType().getObjectType().isEnum() ? "access" : "enabled");
		if (property == null) {
			return null;
		}
		StringBuilder description = new StringBuilder("The value of a property cannot be understood.");
		description.append("%n%n    Property: %s%n    Value: %s".formatted(property.getName(), property.getValue()));
		if (property.getOrigin() != null) {
			description.append("%n    Origin: %s".formatted(property.getOrigin()));
		}
		return new FailureAnalysis(description.toString(),
				"Set '" + property.getName() + "' to " + expected(cause.getTargetType().getObjectType()) + ".", cause);
	}

	private static String expected(Class<?> type) {
		if (type.isEnum()) {
			return Arrays.stream(type.getEnumConstants())
				.map((constant) -> constant.toString().toLowerCase(Locale.ROOT).replace('_', '-'))
				.collect(Collectors.joining(", ", "one of: ", ""));
		}
		return (type == Boolean.class) ? "true or false" : "a value of the type " + type.getSimpleName();
	}

	private @Nullable ConfigurationProperty find(@Nullable Object value, String lastElement) {
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(this.environment)) {
			if (source instanceof IterableConfigurationPropertySource names) {
				ConfigurationProperty found = find(names, value, lastElement);
				if (found != null) {
					return found;
				}
			}
		}
		return null;
	}

	private static @Nullable ConfigurationProperty find(IterableConfigurationPropertySource source,
			@Nullable Object value, String lastElement) {
		for (ConfigurationPropertyName name : source) {
			ConfigurationProperty property = source.getConfigurationProperty(name);
			if (property != null && OURS.matcher(name.toString()).matches()
					&& name.getLastElement(ConfigurationPropertyName.Form.UNIFORM).equals(lastElement)
					&& Objects.equals(property.getValue(), value)) {
				return property;
			}
		}
		return null;
	}

}
