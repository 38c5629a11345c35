package io.dongting.spring.test;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;

import io.dongting.raft.NotExecutedException;
import io.dongting.raft.OutcomeUnknownException;
import io.dongting.raft.RaftException;
import io.dongting.raft.RaftGroup;
import io.dongting.simulation.SimulatedNode;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.ProxyFactory;

/**
 * The group as the callers on one node see it: with futures in virtual time, which also
 * end when the process does that was asked.
 */
final class NodeCalls implements MethodInterceptor {

	private final Simulation simulation;

	private final SimulatedNode node;

	private final String group;

	/** Those that wait, with what they get if the process ends first. */
	private final Map<CompletableFuture<?>, RaftException> waiting = new LinkedHashMap<>();

	NodeCalls(Simulation simulation, SimulatedNode node, String group) {
		this.simulation = simulation;
		this.node = node;
		this.group = group;
	}

	/**
	 * Return the group on the process that runs now.
	 * @throws NotExecutedException if none does
	 */
	RaftGroup group() {
		if (!this.node.hosts(this.group)) {
			throw new NotExecutedException(NotExecutedException.Reason.STOPPED,
					"Node " + this.node.nodeId() + " does not run");
		}
		ProxyFactory factory = new ProxyFactory(RaftGroup.class, this);
		factory.setTarget(this.node.group(this.group));
		return (RaftGroup) factory.getProxy(RaftGroup.class.getClassLoader());
	}

	@Override
	public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
		return this.simulation.call(() -> {
			Object result = proceed(invocation);
			return (result instanceof CompletableFuture<?> future) ? driven(future, invocation.getMethod().getName())
					: result;
		});
	}

	private static @Nullable Object proceed(MethodInvocation invocation) throws Exception {
		try {
			return invocation.proceed();
		}
		catch (Exception | Error ex) {
			throw ex;
		}
		catch (Throwable ex) {
			throw new IllegalStateException(ex);
		}
	}

	private <V extends @Nullable Object> CompletableFuture<V> driven(CompletableFuture<V> answer, String method) {
		DrivenFuture<V> driven = new DrivenFuture<>(this.simulation);
		this.waiting.put(driven, unanswered(method));
		answer.whenComplete((value, failure) -> {
			this.waiting.remove(driven);
			if (failure != null) {
				driven.completeExceptionally(cause(failure));
			}
			else {
				driven.complete(value);
			}
		});
		return driven;
	}

	private RaftException unanswered(String method) {
		String what = "Node " + this.node.nodeId() + " has ended before it answered";
		return switch (method) {
			case "read", "awaitReadable" -> new NotExecutedException(NotExecutedException.Reason.STOPPED, what);
			default -> new OutcomeUnknownException(what);
		};
	}

	private static Throwable cause(Throwable failure) {
		return (failure instanceof CompletionException && failure.getCause() != null) ? failure.getCause() : failure;
	}

	/** The process has ended. */
	void ended() {
		Map<CompletableFuture<?>, RaftException> unanswered = new LinkedHashMap<>(this.waiting);
		this.waiting.clear();
		unanswered.forEach(CompletableFuture::completeExceptionally);
	}

	/** Return whether nobody waits for an answer. */
	boolean isQuiet() {
		return this.waiting.isEmpty();
	}

}
