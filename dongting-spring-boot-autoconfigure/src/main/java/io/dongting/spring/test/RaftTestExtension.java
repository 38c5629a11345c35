package io.dongting.spring.test;

import java.lang.reflect.Method;

import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.extension.AfterEachCallback;
import org.junit.jupiter.api.extension.ExtensionContext;
import org.junit.jupiter.api.extension.ParameterContext;
import org.junit.jupiter.api.extension.ParameterResolutionException;
import org.junit.jupiter.api.extension.ParameterResolver;
import org.opentest4j.TestAbortedException;

import org.springframework.core.ResolvableType;

/**
 * Gives a test its cluster, checks the state machine when the test is over, and says how
 * to repeat a test that has failed.
 */
final class RaftTestExtension implements ParameterResolver, AfterEachCallback {

	private static final ExtensionContext.Namespace NAMESPACE = ExtensionContext.Namespace
		.create(RaftTestExtension.class);

	@Override
	public boolean supportsParameter(ParameterContext parameter, ExtensionContext context) {
		return parameter.getParameter().getType() == RaftTestCluster.class;
	}

	@Override
	public Object resolveParameter(ParameterContext parameter, ExtensionContext context) {
		if (context.getTestMethod().isEmpty() || !(parameter.getDeclaringExecutable() instanceof Method)) {
			throw new ParameterResolutionException("A cluster belongs to one test: it can be a parameter of a test "
					+ "method and of those before and after each test, not of " + parameter.getDeclaringExecutable());
		}
		Class<?> type = ResolvableType.forType(parameter.getParameter().getParameterizedType())
			.getGeneric(0)
			.resolve(Object.class);
		RaftTestCluster<?> cluster = existing(context);
		if (cluster == null) {
			cluster = create(type, context);
			context.getStore(NAMESPACE).put(RaftTestCluster.class, cluster);
		}
		if (!type.isInstance(cluster.proxy())) {
			throw new ParameterResolutionException("There is no RaftTestCluster<" + type.getName()
					+ ">: the proxies of the state machine are no such type. They have the interfaces of the "
					+ "application's own that it implements, or else are a subclass.");
		}
		return cluster;
	}

	private static RaftTestCluster<?> create(Class<?> type, ExtensionContext context) {
		RaftTestSettings settings = RaftTestSettings.of(context);
		StateMachineSource source = new StateMachineLookup(settings, context).find(type);
		return new RaftTestCluster<>(Object.class, source, settings.nodes(), settings.seed());
	}

	private static @Nullable RaftTestCluster<?> existing(ExtensionContext context) {
		return context.getStore(NAMESPACE).get(RaftTestCluster.class, RaftTestCluster.class);
	}

	@Override
	public void afterEach(ExtensionContext context) {
		RaftTestCluster<?> cluster = existing(context);
		if (cluster == null) {
			return;
		}
		Throwable failure = context.getExecutionException().orElse(null);
		try {
			end(cluster, !(failure instanceof TestAbortedException));
		}
		catch (Throwable ex) {
			if (failure == null) {
				throw failed(cluster, ex);
			}
			failure.addSuppressed(ex);
		}
		if (failure != null) {
			failure.addSuppressed(new Repetition(cluster.seed()));
		}
	}

	private static void end(RaftTestCluster<?> cluster, boolean wasCarriedOut) {
		try {
			if (wasCarriedOut) {
				cluster.verify();
			}
		}
		finally {
			cluster.close();
		}
	}

	private static RuntimeException failed(RaftTestCluster<?> cluster, Throwable failure) {
		if (!(failure instanceof RaftTestError)) {
			failure.addSuppressed(new Repetition(cluster.seed()));
		}
		if (failure instanceof Error error) {
			throw error;
		}
		return (failure instanceof RuntimeException exception) ? exception : new IllegalStateException(failure);
	}

}
