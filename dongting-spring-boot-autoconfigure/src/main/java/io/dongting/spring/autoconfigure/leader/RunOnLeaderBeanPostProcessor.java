package io.dongting.spring.autoconfigure.leader;

import java.lang.reflect.Method;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Predicate;

import io.dongting.spring.leader.RunOnLeader;
import org.aopalliance.intercept.MethodInterceptor;
import org.aopalliance.intercept.MethodInvocation;
import org.jspecify.annotations.Nullable;

import org.springframework.aop.framework.AopInfrastructureBean;
import org.springframework.aop.framework.AopProxyUtils;
import org.springframework.aop.framework.autoproxy.AbstractBeanFactoryAwareAdvisingPostProcessor;
import org.springframework.aop.support.AopUtils;
import org.springframework.aop.support.DefaultPointcutAdvisor;
import org.springframework.aop.support.annotation.AnnotationMatchingPointcut;
import org.springframework.core.annotation.AnnotatedElementUtils;
import org.springframework.util.Assert;

/**
 * Puts a proxy before beans with {@link RunOnLeader} methods, or one more interceptor
 * into the proxy they have.
 *
 * <p>
 * Comes before the processors of {@code @Scheduled}, which is to call the proxy, and of
 * {@code @Async}, so that it is looked at where the method runs. Calls are skipped before
 * all else that was added, such as transactions.
 */
class RunOnLeaderBeanPostProcessor extends AbstractBeanFactoryAwareAdvisingPostProcessor {

	private final Set<Class<?>> checked = ConcurrentHashMap.newKeySet();

	/** One of the methods for each group that was named. */
	private final Map<String, Method> groups = new ConcurrentHashMap<>();

	/**
	 * Create the post-processor.
	 * @param leads whether this node leads a group, by its name
	 */
	RunOnLeaderBeanPostProcessor(Predicate<String> leads) {
		this.advisor = new DefaultPointcutAdvisor(new AnnotationMatchingPointcut(null, RunOnLeader.class, true),
				new Skipping(leads));
		setBeforeExistingAdvisors(true);
		setOrder(LOWEST_PRECEDENCE - 10);
	}

	@Override
	public Object postProcessAfterInitialization(Object bean, String beanName) {
		if (!(bean instanceof AopInfrastructureBean)) {
			check(AopProxyUtils.ultimateTargetClass(bean));
		}
		return super.postProcessAfterInitialization(bean, beanName);
	}

	private void check(Class<?> type) {
		if (this.checked.add(type)) {
			RunOnLeaderMethods.find(type)
				.forEach((method, annotation) -> this.groups.putIfAbsent(annotation.group(), method));
		}
	}

	/**
	 * Return which groups were named so far.
	 * @return one of the methods for each group
	 */
	Map<String, Method> groups() {
		return Map.copyOf(this.groups);
	}

	/**
	 * Skips a call unless this node leads.
	 */
	private static final class Skipping implements MethodInterceptor {

		private final Predicate<String> leads;

		private final Map<Method, String> groups = new ConcurrentHashMap<>();

		Skipping(Predicate<String> leads) {
			this.leads = leads;
		}

		@Override
		public @Nullable Object invoke(MethodInvocation invocation) throws Throwable {
			Object target = invocation.getThis();
			Method called = invocation.getMethod();
			Method method = (target != null) ? AopUtils.getMostSpecificMethod(called, target.getClass()) : called;
			String group = this.groups.computeIfAbsent(method, Skipping::group);
			return this.leads.test(group) ? invocation.proceed() : RunOnLeaderMethods.skipped(method);
		}

		private static String group(Method method) {
			RunOnLeader annotation = AnnotatedElementUtils.findMergedAnnotation(method, RunOnLeader.class);
			Assert.state(annotation != null, () -> RunOnLeaderMethods.describe(method) + " has no @RunOnLeader");
			return annotation.group();
		}

	}

}
