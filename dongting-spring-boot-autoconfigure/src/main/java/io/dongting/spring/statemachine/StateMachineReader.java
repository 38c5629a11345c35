package io.dongting.spring.statemachine;

import java.lang.annotation.Annotation;
import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.lang.reflect.ParameterizedType;
import java.lang.reflect.Type;
import java.lang.reflect.TypeVariable;
import java.lang.reflect.WildcardType;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.Future;
import java.util.stream.Collectors;

import io.dongting.spring.RaftCommand;
import io.dongting.spring.RaftContext;
import io.dongting.spring.RaftQuery;

import org.springframework.core.GenericTypeResolver;
import org.springframework.core.MethodIntrospector;
import org.springframework.core.annotation.AnnotatedElementUtils;

/**
 * Reads the annotations of a state machine's class and of its interfaces, and refuses
 * what could not work.
 */
final class StateMachineReader {

	private final Class<?> type;

	private final ValueCodecs codecs;

	StateMachineReader(Class<?> type, ValueCodecs codecs) {
		this.type = type;
		this.codecs = codecs;
	}

	/** Return whether a class has any command or query. */
	static boolean hasOperations(Class<?> type) {
		return !operations(type).isEmpty();
	}

	/** Return the commands and queries of a class, whether or not they could work. */
	static Set<Method> operations(Class<?> type) {
		Set<Method> operations = new LinkedHashSet<>(select(type, RaftCommand.class).keySet());
		operations.addAll(select(type, RaftQuery.class).keySet());
		return operations;
	}

	private static <A extends Annotation> Map<Method, A> select(Class<?> type, Class<A> annotation) {
		return MethodIntrospector.selectMethods(type,
				(MethodIntrospector.MetadataLookup<A>) (method) -> AnnotatedElementUtils.findMergedAnnotation(method,
						annotation));
	}

	Map<String, CommandMethod> readCommands() {
		Map<String, CommandMethod> commands = new TreeMap<>();
		select(this.type, RaftCommand.class).forEach((method, annotation) -> {
			CommandMethod command = readCommand(method, annotation);
			CommandMethod other = commands.put(command.id(), command);
			if (other != null) {
				throw new InvalidStateMachineException(
						"The commands " + describe(other.method()) + " and " + describe(method) + " have the same id '"
								+ command.id() + "'.",
						"Give one of them an id of its own: @RaftCommand(id = \"...\").");
			}
		});
		return commands;
	}

	private CommandMethod readCommand(Method method, RaftCommand annotation) {
		checkShape(method);
		if (AnnotatedElementUtils.hasAnnotation(method, RaftQuery.class)) {
			throw new InvalidStateMachineException(describe(method) + " is a command and a query at the same time.",
					"Remove @RaftCommand if it only reads the state, else @RaftQuery.");
		}
		String operation = (!annotation.id().isEmpty()) ? annotation.id() : method.getName();
		String id = (!annotation.id().isEmpty()) ? annotation.id() : defaultId(method);
		if (id.getBytes(StandardCharsets.UTF_8).length > CommandCall.LONGEST_ID_BYTES) {
			throw new InvalidStateMachineException("The id of the command " + describe(method) + " is longer than "
					+ CommandCall.LONGEST_ID_BYTES + " bytes.", "Give it a shorter one: @RaftCommand(id = \"...\").");
		}
		List<Type> parameterTypes = new ArrayList<>();
		for (Type parameterType : method.getGenericParameterTypes()) {
			Type resolved = GenericTypeResolver.resolveType(parameterType, this.type);
			if (resolved != RaftContext.class) {
				checkType(resolved, "parameter of type " + resolved.getTypeName(), method);
			}
			parameterTypes.add(resolved);
		}
		Type resultType = resultType(method);
		if (resultType != void.class && resultType != Void.class) {
			checkType(resultType, "result of type " + resultType.getTypeName(), method);
		}
		return new CommandMethod(id, operation, method, List.copyOf(parameterTypes), resultType, returnsFuture(method));
	}

	Map<Method, QueryMethod> readQueries() {
		Map<Method, QueryMethod> queries = new LinkedHashMap<>();
		select(this.type, RaftQuery.class).forEach((method, annotation) -> {
			checkShape(method);
			checkReturnType(method);
			if (Arrays.asList(method.getParameterTypes()).contains(RaftContext.class)) {
				throw new InvalidStateMachineException(
						"The query " + describe(method) + " has a parameter of type RaftContext.",
						"Remove the parameter: a query stands nowhere in the log.");
			}
			queries.put(method, new QueryMethod(id(method, annotation), method, annotation.consistency(),
					annotation.concurrent(), returnsFuture(method)));
		});
		checkIds(queries.values());
		return queries;
	}

	private static String id(Method method, RaftQuery annotation) {
		return (!annotation.id().isEmpty()) ? annotation.id() : method.getName();
	}

	/**
	 * Overloads may share their method's name, but what is named on purpose is unique.
	 */
	private static void checkIds(Collection<QueryMethod> queries) {
		Map<String, Method> named = new HashMap<>();
		for (QueryMethod query : queries) {
			Method other = named.putIfAbsent(query.id(), query.method());
			if (other != null && !other.getName().equals(query.method().getName())) {
				throw new InvalidStateMachineException("The queries " + describe(other) + " and "
						+ describe(query.method()) + " have the same id '" + query.id() + "'.",
						"Give one of them an id of its own: @RaftQuery(id = \"...\").");
			}
		}
	}

	private void checkShape(Method method) {
		if (!Modifier.isPublic(method.getModifiers())) {
			throw new InvalidStateMachineException(describe(method) + " is not public, a proxy cannot offer it.",
					"Make the method public.");
		}
		if (Modifier.isStatic(method.getModifiers())) {
			throw new InvalidStateMachineException(describe(method) + " is static, a proxy cannot offer it.",
					"Make it a method of the bean.");
		}
		if (method.getParameterCount() > CommandCall.MOST_ARGUMENTS) {
			throw new InvalidStateMachineException(describe(method) + " has too many parameters.",
					"Combine some of them to a record.");
		}
	}

	private void checkType(Type type, String what, Method method) {
		try {
			if (isOpen(type)) {
				throw new IllegalArgumentException("its type is left open");
			}
			this.codecs.check(type);
		}
		catch (IllegalArgumentException ex) {
			throw new InvalidStateMachineException(
					"The " + what + " of the command " + describe(method) + " cannot be carried by the log: "
							+ ex.getMessage(),
					"Declare a concrete type that JSON can be read as, such as a record, a list of records, "
							+ "a String or a number, or a Protobuf message, or add a RaftCodec for the type.");
		}
	}

	private static boolean isOpen(Type type) {
		if (type instanceof ParameterizedType parameterized) {
			return Arrays.stream(parameterized.getActualTypeArguments()).anyMatch(StateMachineReader::isOpen);
		}
		return type instanceof TypeVariable || type instanceof WildcardType;
	}

	private Type resultType(Method method) {
		checkReturnType(method);
		Type returned = GenericTypeResolver.resolveType(method.getGenericReturnType(), this.type);
		if (!returnsFuture(method)) {
			return returned;
		}
		return (returned instanceof ParameterizedType parameterized) ? parameterized.getActualTypeArguments()[0]
				: Object.class;
	}

	private void checkReturnType(Method method) {
		Class<?> returned = method.getReturnType();
		boolean asynchronous = Future.class.isAssignableFrom(returned)
				|| CompletionStage.class.isAssignableFrom(returned);
		if (asynchronous && returned != CompletableFuture.class) {
			throw new InvalidStateMachineException(
					describe(method) + " returns " + returned.getName() + ", which is not supported.",
					"Return CompletableFuture, or the value itself to let callers wait.");
		}
	}

	private static boolean returnsFuture(Method method) {
		return method.getReturnType() == CompletableFuture.class;
	}

	private static String defaultId(Method method) {
		return Arrays.stream(method.getParameterTypes())
			.filter((parameterType) -> parameterType != RaftContext.class)
			.map(Class::getSimpleName)
			.collect(Collectors.joining(",", method.getName() + "(", ")"));
	}

	static String describe(Method method) {
		return Arrays.stream(method.getParameterTypes())
			.map(Class::getSimpleName)
			.collect(
					Collectors.joining(", ", method.getDeclaringClass().getName() + "." + method.getName() + "(", ")"));
	}

}
