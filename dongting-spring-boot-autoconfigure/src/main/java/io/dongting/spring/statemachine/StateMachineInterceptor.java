package io.dongting.spring.statemachine;

import java.lang.reflect.Method;
import java.time.Duration;
import java.util.Arrays;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

import io.dongting.raft.RaftGroup;
import io.dongting.spring.RaftCommandException;
import io.dongting.spring.observation.RaftCallObservations;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.ProxyMethodInvocation;
import org.springframework.aop.support.AopUtils;
import org.springframework.util.ReflectionUtils;

/**
 * Takes the calls of a proxy to the log. The last interceptor of its chain: the bean
 * behind the proxy is never called by the proxy itself, except by a thread that the log
 * has already brought into it.
 */
final class StateMachineInterceptor implements MethodInterceptor {

	private final String groupName;

	private final TypedStateMachine machine;

	private final Supplier<RaftGroup> group;

	private final Duration timeout;

	private final CompletionThreads threads;

	private final RaftCallObservations observations;

	private final Map<Method, Operation> operations = new ConcurrentHashMap<>();

	StateMachineInterceptor(String groupName, TypedStateMachine machine, Supplier<RaftGroup> group, Duration timeout,
			CompletionThreads threads, RaftCallObservations observations) {
		this.groupName = groupName;
		this.machine = machine;
		this.group = group;
		this.timeout = timeout;
		this.threads = threads;
		this.observations = observations;
	}

	@Override
	public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
		Method method = invocation.getMethod();
		if (ReflectionUtils.isObjectMethod(method)) {
			return objectMethod(method, invocation);
		}
		if (this.machine.isOnTurn()) {
			return this.machine.call(implementation(method), invocation.getArguments());
		}
		try {
			return this.operations.computeIfAbsent(method, this::operation).call(invocation.getArguments());
		}
		catch (Exception ex) {
			throw declared(method, ex);
		}
	}

	private Method implementation(Method method) {
		return AopUtils.getMostSpecificMethod(method, this.machine.model().type());
	}

	private Operation operation(Method method) {
		Method implementation = implementation(method);
		CommandMethod command = this.machine.model().command(implementation);
		if (command != null) {
			return new ObservedOperation(() -> this.observations.proposal(this.groupName, command.operation()),
					new CommandOperation(command, this.machine, this.group, this.timeout, this.threads.executor()));
		}
		QueryMethod query = this.machine.model().query(implementation);
		if (query != null) {
			return new ObservedOperation(() -> this.observations.read(this.groupName, query.id(), query.consistency()),
					new QueryOperation(query, this.machine, this.group, this.timeout, this.threads.executor()));
		}
		return (arguments) -> {
			throw new UnsupportedOperationException(StateMachineReader.describe(method)
					+ " is neither a @RaftCommand nor a @RaftQuery. The state of group '" + this.groupName
					+ "' is only reached through its log: annotate the method, or call another.");
		};
	}

	private @Nullable Object objectMethod(Method method, MethodInvocation invocation) {
		Object proxy = ((ProxyMethodInvocation) invocation).getProxy();
		return switch (method.getName()) {
			case "equals" -> proxy == invocation.getArguments()[0];
			case "hashCode" -> System.identityHashCode(proxy);
			case "toString" -> "Raft group '" + this.groupName + "' of " + this.machine.model().type().getName();
			default -> throw new UnsupportedOperationException(method.toString());
		};
	}

	/**
	 * A caller can only be given the checked exceptions that its method declares.
	 */
	private static Exception declared(Method method, Exception failure) {
		boolean possible = failure instanceof RuntimeException
				|| Arrays.stream(method.getExceptionTypes()).anyMatch((type) -> type.isInstance(failure));
		return (possible) ? failure
				: new RaftCommandException(failure.getClass().getName(), failure.getMessage(), failure);
	}

}
