package io.dongting.spring.autoconfigure;

import java.util.LinkedHashMap;
import java.util.Map;

import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.diagnostics.FailureAnalyzer;
import org.springframework.core.env.Environment;
import org.springframework.core.env.MapPropertySource;
import org.springframework.core.env.StandardEnvironment;
import org.springframework.core.io.support.SpringFactoriesLoader;
import org.springframework.core.io.support.SpringFactoriesLoader.ArgumentResolver;

/**
 * Makes the report a user gets of a failed start, with the analyzers that are registered.
 */
public final class FailureReports {

	private FailureReports() {
	}

	/**
	 * Analyze a failure.
	 * @param failure why the application did not start
	 * @param properties its properties, each as {@code name=value}
	 * @return the report
	 */
	public static FailureAnalysis report(Throwable failure, String... properties) {
		Map<String, Object> map = new LinkedHashMap<>();
		for (String property : properties) {
			int separator = property.indexOf('=');
			map.put(property.substring(0, separator), property.substring(separator + 1));
		}
		StandardEnvironment environment = new StandardEnvironment();
		environment.getPropertySources().addFirst(new MapPropertySource("test", map));
		ArgumentResolver arguments = ArgumentResolver.of(Environment.class, environment);
		for (FailureAnalyzer analyzer : SpringFactoriesLoader.forDefaultResourceLocation()
			.load(FailureAnalyzer.class, arguments, (type, name, ex) -> {
				// Analyzers that need a bean factory are of no use here
			})) {
			FailureAnalysis analysis = analyzer.analyze(failure);
			if (analysis != null) {
				return analysis;
			}
		}
		throw new AssertionError("Nothing reports this failure", failure);
	}

}
