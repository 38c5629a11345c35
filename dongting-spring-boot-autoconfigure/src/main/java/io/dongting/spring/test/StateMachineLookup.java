package io.dongting.spring.test;

import java.lang.reflect.Constructor;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.function.Supplier;

import io.dongting.spring.RaftStateMachine;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.platform.commons.support.AnnotationSupport;
import org.junit.platform.commons.support.HierarchyTraversalMode;
import org.junit.platform.commons.support.ReflectionSupport;

/**
 * Finds out how the state machines of a test are made, see {@link RaftTest}.
 */
final class StateMachineLookup {

	/** The group of a class that does not say it. */
	private static final String GROUP = "test";

	private static final String ADVICE = "Add a method to the test class that returns a new state machine and is "
			+ "annotated with @RaftStateMachine, or name its class with @RaftTest(stateMachine = ...).";

	private final RaftTestSettings settings;

	private final ExtensionContext context;

	StateMachineLookup(RaftTestSettings settings, ExtensionContext context) {
		this.settings = settings;
		this.context = context;
	}

	/**
	 * Find the source of the state machines.
	 * @param type the type that the parameter of the test names
	 */
	StateMachineSource find(Class<?> type) {
		for (Class<?> tests = this.context.getRequiredTestClass(); tests != null; tests = tests.getEnclosingClass()) {
			List<Method> methods = AnnotationSupport.findAnnotatedMethods(tests, RaftStateMachine.class,
					HierarchyTraversalMode.TOP_DOWN);
			if (methods.size() > 1) {
				throw new ParameterResolutionException("Several methods make a state machine: " + methods);
			}
			if (!methods.isEmpty()) {
				return madeBy(methods.get(0), tests);
			}
		}
		Class<?> stateMachine = (this.settings.stateMachine() != void.class) ? this.settings.stateMachine() : type;
		return constructed(stateMachine);
	}

	private StateMachineSource madeBy(Method method, Class<?> declaring) {
		if (method.getParameterCount() > 0) {
			throw new ParameterResolutionException(method + " makes a state machine, so it must not have parameters");
		}
		@Nullable Object target = Modifier.isStatic(method.getModifiers()) ? null
				: this.context.getRequiredTestInstances().findInstance(declaring).orElseThrow();
		String group = AnnotationSupport.findAnnotation(method, RaftStateMachine.class).orElseThrow().group();
		return new StateMachineSource(group, () -> ReflectionSupport.invokeMethod(method, target));
	}

	private static StateMachineSource constructed(Class<?> type) {
		String group = AnnotationSupport.findAnnotation(type, RaftStateMachine.class)
			.map(RaftStateMachine::group)
			.orElse(GROUP);
		return new StateMachineSource(group, constructor(type));
	}

	private static Supplier<Object> constructor(Class<?> type) {
		boolean concrete = !type.isInterface() && !Modifier.isAbstract(type.getModifiers()) && type != Object.class;
		try {
			if (concrete) {
				Constructor<?> constructor = type.getDeclaredConstructor();
				return () -> ReflectionSupport.newInstance(constructor.getDeclaringClass());
			}
		}
		catch (NoSuchMethodException ex) {
			throw new ParameterResolutionException(type.getName() + " has no constructor without parameters. " + ADVICE,
					ex);
		}
		throw new ParameterResolutionException(
				"It is not said which state machine is tested: " + type.getName() + " is no class of one. " + ADVICE);
	}

}
