package io.dongting.spring.test;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

import org.junit.jupiter.api.extension.ExtensionConfigurationException;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.platform.commons.support.AnnotationSupport;

/**
 * What the annotations of a test say.
 *
 * @param nodes the number of nodes
 * @param seed the seed
 * @param stateMachine the class of the state machine, {@code void} if that is not said
 */
record RaftTestSettings(int nodes, long seed, Class<?> stateMachine) {

	private static final int USUAL_NODES = 3;

	/**
	 * Read the annotations of the test method, its class and the classes around that: the
	 * nearest that says something decides.
	 */
	static RaftTestSettings of(ExtensionContext context) {
		List<RaftTest> annotations = new ArrayList<>();
		AnnotationSupport.findAnnotation(context.getTestMethod(), RaftTest.class).ifPresent(annotations::add);
		for (Class<?> type = context.getRequiredTestClass(); type != null; type = type.getEnclosingClass()) {
			AnnotationSupport.findAnnotation(type, RaftTest.class).ifPresent(annotations::add);
		}
		int nodes = annotations.stream().mapToInt(RaftTest::nodes).filter((it) -> it != 0).findFirst().orElse(0);
		long seed = annotations.stream().mapToLong(RaftTest::seed).filter((it) -> it != 0).findFirst().orElse(0);
		Class<?> stateMachine = annotations.stream()
			.<Class<?>>map(RaftTest::stateMachine)
			.filter((it) -> it != void.class)
			.findFirst()
			.orElse(void.class);
		return new RaftTestSettings((nodes != 0) ? nodes : USUAL_NODES, seed(seed, context), stateMachine);
	}

	private static long seed(long said, ExtensionContext context) {
		String property = context.getConfigurationParameter(Repetition.SEED_PROPERTY).orElse("");
		if (!property.isBlank()) {
			try {
				return Long.parseLong(property.strip());
			}
			catch (NumberFormatException ex) {
				throw new ExtensionConfigurationException(
						"The property " + Repetition.SEED_PROPERTY + " is no number: " + property, ex);
			}
		}
		return (said != 0) ? said : new SplittableRandom().nextInt(1, Integer.MAX_VALUE);
	}

}
