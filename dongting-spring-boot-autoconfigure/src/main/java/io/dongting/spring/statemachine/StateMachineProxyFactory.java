package io.dongting.spring.statemachine;

import java.lang.reflect.Method;
import java.lang.reflect.Modifier;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.function.Supplier;

import io.dongting.raft.RaftGroup;
import io.dongting.spring.SnapshotSupport;
import io.dongting.spring.observation.RaftCallObservations;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

import org.springframework.aop.framework.AopConfigException;
import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.support.AopUtils;
import org.springframework.aop.target.EmptyTargetSource;
import org.springframework.util.ClassUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Makes the proxies that stand for state machines wherever they are injected.
 */
public final class StateMachineProxyFactory {

	private static final Logger logger = LoggerFactory.getLogger(StateMachineProxyFactory.class);

	private static final List<String> PLATFORM_NAMES = List.of("java.", "javax.", "jakarta.", "io.dongting.raft.",
			SnapshotSupport.class.getName(), "org.springframework.");

	private final Duration timeout;

	private final CompletionThreads threads;

	private final RaftCallObservations observations;

	private final @Nullable ClassLoader classLoader;

	/**
	 * Create the factory.
	 * @param timeout how long a call may take
	 * @param threads where futures are completed
	 * @param observations how calls are observed
	 * @param classLoader the class loader of the application
	 */
	public StateMachineProxyFactory(Duration timeout, CompletionThreads threads, RaftCallObservations observations,
			@Nullable ClassLoader classLoader) {
		this.timeout = timeout;
		this.threads = threads;
		this.observations = observations;
		this.classLoader = classLoader;
	}

	/**
	 * Make a proxy: of the interfaces of the application's own that the bean implements,
	 * or a subclass where there are none.
	 * @param groupName the name of the group
	 * @param machine the state machine
	 * @param group where to find the group, asked at each call
	 * @return the proxy
	 * @throws InvalidStateMachineException if the class does not allow one
	 */
	public Object create(String groupName, TypedStateMachine machine, Supplier<RaftGroup> group) {
		ProxyFactory factory = new ProxyFactory();
		factory.setTarget(machine.target());
		List<Class<?>> interfaces = ownInterfaces(machine.model().type(), this.classLoader);
		if (!interfaces.isEmpty()) {
			checkReachable(machine.model(), interfaces);
			factory.setInterfaces(interfaces.toArray(Class<?>[]::new));
		}
		else {
			checkExtensible(machine.model().type());
			factory.setProxyTargetClass(true);
		}
		factory.addAdvice(
				new StateMachineInterceptor(groupName, machine, group, this.timeout, this.threads, this.observations));
		try {
			return factory.getProxy(this.classLoader);
		}
		catch (AopConfigException ex) {
			throw new InvalidStateMachineException(
					"There can be no proxy of " + machine.model().type().getName() + ": " + ex.getMessage(),
					"Let the class implement an interface with its commands and queries.");
		}
	}

	/**
	 * Make the class of a proxy that has no interface, before there is a bean. It is the
	 * class that is made, or found, when there is one.
	 */
	static Class<?> proxyClass(Class<?> type, @Nullable ClassLoader classLoader) {
		checkExtensible(type);
		ProxyFactory factory = new ProxyFactory();
		factory.setTargetSource(EmptyTargetSource.forClass(type));
		factory.setProxyTargetClass(true);
		// As the interceptor, so that the class has what that one needs
		factory.addAdvice((MethodInterceptor) MethodInvocation::proceed);
		return factory.getProxyClass(classLoader);
	}

	static List<Class<?>> ownInterfaces(Class<?> type, @Nullable ClassLoader classLoader) {
		return Arrays.stream(ClassUtils.getAllInterfacesForClass(type, classLoader))
			.filter((candidate) -> PLATFORM_NAMES.stream().noneMatch(candidate.getName()::startsWith))
			.filter((candidate) -> candidate.getMethods().length > 0)
			.<Class<?>>map((candidate) -> candidate)
			.toList();
	}

	private static void checkReachable(StateMachineModel model, List<Class<?>> interfaces) {
		boolean anyOperation = false;
		boolean anyReachable = false;
		for (Method method : model.methods()) {
			anyOperation = true;
			boolean reachable = interfaces.stream().anyMatch((candidate) -> declares(candidate, method, model.type()));
			anyReachable = anyReachable || reachable;
			if (!reachable) {
				logger.warn("{} is in none of the interfaces {}, so no other bean can call it",
						StateMachineReader.describe(method), interfaces);
			}
		}
		if (anyOperation && !anyReachable) {
			throw new InvalidStateMachineException(
					"None of the commands and queries of " + model.type().getName() + " is in its interfaces "
							+ interfaces + ", so no other bean could call them.",
					"Add them to an interface, or remove the interfaces.");
		}
	}

	private static boolean declares(Class<?> candidate, Method method, Class<?> type) {
		return Arrays.stream(candidate.getMethods())
			.anyMatch((declared) -> AopUtils.getMostSpecificMethod(declared, type).equals(method));
	}

	private static void checkExtensible(Class<?> type) {
		String advice = "Let the class implement an interface with its commands and queries, or ";
		if (Modifier.isFinal(type.getModifiers()) || type.isSealed()) {
			throw new InvalidStateMachineException(
					type.getName()
							+ " has no interface of its own and is final or sealed: there can be no proxy of it.",
					advice + "make it an open class.");
		}
		if (Modifier.isPrivate(type.getModifiers())) {
			throw new InvalidStateMachineException(
					type.getName() + " has no interface of its own and is private: there can be no proxy of it.",
					advice + "make it visible to its package.");
		}
		ReflectionUtils.doWithMethods(type, (method) -> {
			throw new InvalidStateMachineException(
					StateMachineReader.describe(method)
							+ " is final: a call of the proxy would reach an object without state.",
					advice + "make the method open.");
		}, (method) -> Modifier.isFinal(method.getModifiers()) && !Modifier.isStatic(method.getModifiers())
				&& !Modifier.isPrivate(method.getModifiers()) && method.getDeclaringClass() != Object.class);
	}

}
