package io.dongting.spring.statemachine;

import java.lang.reflect.Method;
import java.lang.reflect.Type;
import java.util.Arrays;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import io.dongting.spring.RaftContext;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aot.hint.BindingReflectionHintsRegistrar;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.ReflectionHints;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.core.GenericTypeResolver;
import org.springframework.core.ResolvableType;

/**
 * What a native image has to keep of a state machine, since only reflection reaches it:
 * its methods, what they carry, the exceptions they declare, and its proxy.
 */
public final class StateMachineHints {

	private final Class<?> type;

	private final @Nullable ClassLoader classLoader;

	private final BindingReflectionHintsRegistrar binding = new BindingReflectionHintsRegistrar();

	/**
	 * Create the hints.
	 * @param type the class of a bean with commands or queries
	 * @param classLoader the class loader of the application
	 */
	public StateMachineHints(Class<?> type, @Nullable ClassLoader classLoader) {
		this.type = type;
		this.classLoader = classLoader;
	}

	/**
	 * Register what has to be kept. Makes the class of the proxy where the bean has no
	 * interface of its own, for whoever collects the classes that are made now.
	 * @param hints where to register it
	 */
	public void register(RuntimeHints hints) {
		ReflectionHints reflection = hints.reflection();
		reflectionTypes().forEach((kept) -> reflection.registerType(kept, MemberCategory.INVOKE_DECLARED_METHODS));
		for (Method method : StateMachineReader.operations(this.type)) {
			this.binding.registerReflectionHints(reflection, carriedTypes(method).toArray(Type[]::new));
			Arrays.stream(method.getExceptionTypes())
				.forEach((declared) -> reflection.registerType(declared, MemberCategory.INVOKE_DECLARED_CONSTRUCTORS,
						MemberCategory.ACCESS_DECLARED_FIELDS));
		}
		List<Class<?>> interfaces = StateMachineProxyFactory.ownInterfaces(this.type, this.classLoader);
		if (interfaces.isEmpty()) {
			StateMachineProxyFactory.proxyClass(this.type, this.classLoader);
		}
		else {
			hints.proxies()
				.registerJdkProxy(AopProxyUtils.completeJdkProxyInterfaces(interfaces.toArray(Class<?>[]::new)));
		}
	}

	private Set<Class<?>> reflectionTypes() {
		Set<Class<?>> types = new LinkedHashSet<>(StateMachineProxyFactory.ownInterfaces(this.type, this.classLoader));
		// Where a bean is declared by its interface alone, there is nothing above it
		for (Class<?> current = this.type; current != null
				&& current != Object.class; current = current.getSuperclass()) {
			types.add(current);
		}
		return types;
	}

	private List<Type> carriedTypes(Method method) {
		Set<Type> types = new LinkedHashSet<>();
		for (Type parameter : method.getGenericParameterTypes()) {
			types.add(GenericTypeResolver.resolveType(parameter, this.type));
		}
		ResolvableType result = ResolvableType.forMethodReturnType(method, this.type);
		types.add((result.getRawClass() == CompletableFuture.class) ? result.getGeneric(0).getType()
				: GenericTypeResolver.resolveType(method.getGenericReturnType(), this.type));
		types.removeAll(Set.of(RaftContext.class, void.class, Void.class));
		return List.copyOf(types);
	}

}
