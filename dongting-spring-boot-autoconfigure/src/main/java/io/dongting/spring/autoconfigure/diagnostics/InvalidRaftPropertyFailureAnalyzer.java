package io.dongting.spring.autoconfigure.diagnostics;

import io.dongting.spring.autoconfigure.properties.InvalidRaftPropertyException;
import org.jspecify.annotations.Nullable;

import org.springframework.boot.context.properties.source.ConfigurationProperty;
import org.springframework.boot.context.properties.source.ConfigurationPropertyName;
import org.springframework.boot.context.properties.source.ConfigurationPropertySource;
import org.springframework.boot.context.properties.source.ConfigurationPropertySources;
import org.springframework.boot.diagnostics.AbstractFailureAnalyzer;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.core.env.Environment;

/**
 * Reports a property that cannot be followed, with its value and where that came from.
 */
class InvalidRaftPropertyFailureAnalyzer extends AbstractFailureAnalyzer<InvalidRaftPropertyException> {

	private final Environment environment;

	InvalidRaftPropertyFailureAnalyzer(Environment environment) {
		this.environment = environment;
	}

	@Override
	protected FailureAnalysis analyze(Throwable rootFailure, InvalidRaftPropertyException cause) {
		StringBuilder description = new StringBuilder(cause.reason());
		description.append("%n%n    Property: %s".formatted(cause.property()));
		ConfigurationProperty property = find(cause.property());
		if (property != null) {
			description.append("%n    Value: %s".formatted(property.getValue()));
			if (property.getOrigin() != null) {
				description.append("%n    Origin: %s".formatted(property.getOrigin()));
			}
		}
		return new FailureAnalysis(description.toString(), cause.action(), cause);
	}

	private @Nullable ConfigurationProperty find(String property) {
		ConfigurationPropertyName name = ConfigurationPropertyName.adapt(property, '.');
		for (ConfigurationPropertySource source : ConfigurationPropertySources.get(this.environment)) {
			ConfigurationProperty found = source.getConfigurationProperty(name);
			if (found != null) {
				return found;
			}
		}
		return null;
	}

}
