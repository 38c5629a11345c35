package io.dongting.spring.autoconfigure.leader;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.util.Map;
import java.util.Optional;

import io.dongting.spring.leader.InvalidLeaderMethodException;
import io.dongting.spring.leader.RunOnLeader;
import org.jspecify.annotations.Nullable;

import org.springframework.core.MethodIntrospector;
import org.springframework.core.MethodIntrospector.MetadataLookup;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.core.annotation.AnnotationUtils;

/**
 * Finds the methods that are annotated with {@link RunOnLeader}, and refuses what could
 * not work.
 */
final class RunOnLeaderMethods {

	private RunOnLeaderMethods() {
	}

	/**
	 * Find the methods of a class and of what it extends and implements.
	 * @param type the class of a bean, no proxy
	 * @return the annotations by method
	 * @throws InvalidLeaderMethodException if one of the methods cannot be skipped
	 */
	static Map<Method, RunOnLeader> find(Class<?> type) {
		if (!AnnotationUtils.isCandidateClass(type, RunOnLeader.class)) {
			return Map.of();
		}
		Map<Method, RunOnLeader> methods = MethodIntrospector.selectMethods(type,
				(MetadataLookup<RunOnLeader>) (method) -> AnnotatedElementUtils.findMergedAnnotation(method,
						RunOnLeader.class));
		methods.keySet().forEach(RunOnLeaderMethods::check);
		return methods;
	}

	private static void check(Method method) {
		Class<?> returned = method.getReturnType();
		if (returned != void.class && returned != Optional.class) {
			throw new InvalidLeaderMethodException(
					describe(method) + " is annotated with @RunOnLeader and returns " + returned.getName()
							+ ": there would be nothing to return where this node does not lead.",
					"Let the method return nothing, or an Optional.");
		}
		int modifiers = method.getModifiers();
		if (Modifier.isPrivate(modifiers) || Modifier.isStatic(modifiers) || Modifier.isFinal(modifiers)) {
			throw new InvalidLeaderMethodException(
					describe(method) + " is annotated with @RunOnLeader, but calls of a method that is private, "
							+ "static or final cannot be skipped.",
					"Let the method be neither private, static nor final, or remove the annotation.");
		}
	}

	/**
	 * Return what a call answers that is skipped.
	 * @param method the method
	 * @return nothing, in the way the method returns it
	 */
	static @Nullable Object skipped(Method method) {
		return (method.getReturnType() == Optional.class) ? Optional.empty() : null;
	}

	static String describe(Method method) {
		return "The method " + method.getDeclaringClass().getName() + "." + method.getName();
	}

}
