package io.dongting.spring.autoconfigure.leader;

import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import java.util.Optional;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.dongting.spring.leader.InvalidLeaderMethodException;
import io.dongting.spring.leader.RunOnLeader;
import org.aopalliance.intercept.MethodInterceptor;
import org.junit.jupiter.api.Test;

import org.springframework.aop.framework.ProxyFactory;
import org.springframework.aop.support.AopUtils;
import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.GeneratedFiles;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.annotation.ReflectiveRuntimeHintsRegistrar;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.beans.factory.config.BeanPostProcessor;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.core.Ordered;
import org.springframework.javapoet.ClassName;
import org.springframework.scheduling.annotation.Async;
import org.springframework.scheduling.annotation.EnableAsync;
import org.springframework.scheduling.annotation.EnableScheduling;
import org.springframework.scheduling.annotation.Scheduled;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for methods that run only where a group is led.
 */
class RunOnLeaderTests {

	/** Whether the group {@code inventory} is led. */
	private volatile boolean leads;

	private final RunOnLeaderBeanPostProcessor processor = new RunOnLeaderBeanPostProcessor(
			(group) -> this.leads && group.equals("inventory"));

	@Test
	void callIsSkippedUnlessThisNodeLeads() {
		try (AnnotationConfigApplicationContext context = context(Job.class)) {
			Job job = context.getBean(Job.class);
			job.run();
			assertThat(job.count()).isZero();
			this.leads = true;
			job.run();
			job.runElsewhere();
			assertThat(job.count()).isOne();
		}
	}

	@Test
	void optionalIsEmptyWhereTheCallIsSkipped() {
		try (AnnotationConfigApplicationContext context = context(Job.class)) {
			Job job = context.getBean(Job.class);
			assertThat(job.find()).isEmpty();
			this.leads = true;
			assertThat(job.find()).contains("found");
		}
	}

	@Test
	void exceptionsReachTheCaller() {
		this.leads = true;
		try (AnnotationConfigApplicationContext context = context(Job.class)) {
			assertThatException().isThrownBy(context.getBean(Job.class)::fail).isInstanceOf(UncheckedTest.class);
		}
	}

	@Test
	void annotationOfAnAnnotationCounts() {
		try (AnnotationConfigApplicationContext context = context(Composed.class)) {
			context.getBean(Composed.class).run();
			assertThat(context.getBean(Composed.class).count()).isZero();
			this.leads = true;
			context.getBean(Composed.class).run();
			assertThat(context.getBean(Composed.class).count()).isOne();
		}
	}

	@Test
	void annotationInTheClassBehindAnInterfaceCounts() {
		this.processor.setProxyTargetClass(false);
		try (AnnotationConfigApplicationContext context = context(Implementation.class)) {
			Contract contract = context.getBean(Contract.class);
			assertThat(AopUtils.isJdkDynamicProxy(contract)).isTrue();
			assertThat(contract.find()).isEmpty();
			this.leads = true;
			assertThat(contract.find()).contains("found");
		}
	}

	@Test
	void beanWithoutSuchMethodsIsNoProxy() {
		try (AnnotationConfigApplicationContext context = context(Plain.class)) {
			assertThat(AopUtils.isAopProxy(context.getBean(Plain.class))).isFalse();
		}
	}

	/** A transaction, for instance, is not begun in vain. */
	@Test
	void callIsSkippedBeforeWhatAProxyAddsOtherwise() {
		BlockingQueue<String> calls = new LinkedBlockingQueue<>();
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		context.registerBean("proxies", Proxying.class, () -> new Proxying(calls));
		try (context) {
			start(context, Job.class);
			context.getBean(Job.class).run();
			assertThat(calls).isEmpty();
			this.leads = true;
			context.getBean(Job.class).run();
			assertThat(calls).containsExactly("run");
		}
	}

	@Test
	void scheduledMethodRunsOnlyWhileThisNodeLeads() throws Exception {
		try (AnnotationConfigApplicationContext context = context(Scheduling.class, Schedule.class)) {
			Schedule schedule = context.getBean(Schedule.class);
			assertThat(schedule.everywhere().poll(60, TimeUnit.SECONDS)).isNotNull();
			assertThat(schedule.everywhere().poll(60, TimeUnit.SECONDS)).isNotNull();
			assertThat(schedule.onLeader()).isEmpty();
			this.leads = true;
			assertThat(schedule.onLeader().poll(60, TimeUnit.SECONDS)).isNotNull();
		}
	}

	@Test
	void asynchronousMethodAsksWhereItRuns() {
		CompletableFuture<Thread> asked = new CompletableFuture<>();
		AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();
		context.registerBean("processor", RunOnLeaderBeanPostProcessor.class,
				() -> new RunOnLeaderBeanPostProcessor((group) -> asked.complete(Thread.currentThread())));
		context.register(Asynchronous.class, AsyncJob.class);
		try (context) {
			context.refresh();
			context.getBean(AsyncJob.class).run();
			assertThat(asked).succeedsWithin(60, TimeUnit.SECONDS).isNotSameAs(Thread.currentThread());
		}
	}

	@Test
	void resultThatCannotBeMissingIsRefused() {
		assertRefused(ReturnsNumber.class, "ReturnsNumber.count", "returns int", "Optional");
		assertRefused(ReturnsFuture.class, "ReturnsFuture.run", "CompletableFuture", "Optional");
	}

	@Test
	void methodThatNoProxyCanSkipIsRefused() {
		assertRefused(PrivateMethod.class, "PrivateMethod.run", "private", "Let the method be");
		assertRefused(StaticMethod.class, "StaticMethod.run", "static", "Let the method be");
		assertRefused(FinalMethod.class, "FinalMethod.run", "final", "Let the method be");
	}

	@Test
	void nativeImageKeepsTheMethods() {
		RuntimeHints hints = new RuntimeHints();
		new ReflectiveRuntimeHintsRegistrar().registerRuntimeHints(hints, Job.class);
		assertThat(RuntimeHintsPredicates.reflection().onMethodInvocation(Job.class, "run")).accepts(hints);
	}

	@Test
	void proxyIsMadeAheadOfTime() {
		InMemoryGeneratedFiles files = new InMemoryGeneratedFiles();
		DefaultGenerationContext generation = new DefaultGenerationContext(
				new ClassNameGenerator(ClassName.get("test", "Application")), files);
		try (AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext()) {
			context.register(Processing.class, ProcessedJob.class);
			new ApplicationContextAotGenerator().processAheadOfTime(context, generation);
		}
		generation.writeGeneratedContent();
		assertThat(files.getGeneratedFiles(GeneratedFiles.Kind.CLASS).keySet())
			.anyMatch((name) -> name.contains("RunOnLeaderTests$ProcessedJob$$SpringCGLIB"));
	}

	private void assertRefused(Class<?> type, String method, String problem, String action) {
		assertThatException().isThrownBy(() -> context(type))
			.havingRootCause()
			.isInstanceOfSatisfying(InvalidLeaderMethodException.class, (refusal) -> {
				assertThat(refusal).hasMessageContainingAll(method, "@RunOnLeader", problem);
				assertThat(refusal.action()).contains(action);
			});
	}

	private AnnotationConfigApplicationContext context(Class<?>... types) {
		return start(new AnnotationConfigApplicationContext(), types);
	}

	private AnnotationConfigApplicationContext start(AnnotationConfigApplicationContext context, Class<?>... types) {
		context.registerBean("processor", RunOnLeaderBeanPostProcessor.class, () -> this.processor);
		context.register(types);
		context.refresh();
		return context;
	}

	@Configuration(proxyBeanMethods = false)
	static class Processing {

		@Bean
		static RunOnLeaderBeanPostProcessor processor() {
			RunOnLeaderBeanPostProcessor processor = new RunOnLeaderBeanPostProcessor((group) -> true);
			processor.setProxyTargetClass(true);
			return processor;
		}

	}

	/**
	 * Has no proxy yet that could be taken for it.
	 */
	static class ProcessedJob {

		@RunOnLeader(group = "inventory")
		void run() {
		}

	}

	/**
	 * Has methods of all kinds that work.
	 */
	static class Job {

		private int count;

		@RunOnLeader(group = "inventory")
		void run() {
			this.count++;
		}

		@RunOnLeader(group = "orders")
		void runElsewhere() {
			this.count++;
		}

		@RunOnLeader(group = "inventory")
		Optional<String> find() {
			return Optional.of("found");
		}

		@RunOnLeader(group = "inventory")
		void fail() {
			throw new UncheckedTest();
		}

		int count() {
			return this.count;
		}

	}

	static class UncheckedTest extends RuntimeException {

	}

	@Target(ElementType.METHOD)
	@Retention(RetentionPolicy.RUNTIME)
	@RunOnLeader(group = "inventory")
	@interface OnInventoryLeader {

	}

	static class Composed {

		private int count;

		@OnInventoryLeader
		void run() {
			this.count++;
		}

		int count() {
			return this.count;
		}

	}

	interface Contract {

		Optional<String> find();

	}

	static class Implementation implements Contract {

		@Override
		@RunOnLeader(group = "inventory")
		public Optional<String> find() {
			return Optional.of("found");
		}

	}

	static class Plain {

	}

	/**
	 * Puts a proxy before jobs first of all.
	 */
	static class Proxying implements BeanPostProcessor, Ordered {

		private final BlockingQueue<String> calls;

		Proxying(BlockingQueue<String> calls) {
			this.calls = calls;
		}

		@Override
		public Object postProcessAfterInitialization(Object bean, String beanName) {
			if (!(bean instanceof Job)) {
				return bean;
			}
			ProxyFactory factory = new ProxyFactory(bean);
			factory.setProxyTargetClass(true);
			factory.addAdvice((MethodInterceptor) (invocation) -> {
				this.calls.add(invocation.getMethod().getName());
				return invocation.proceed();
			});
			return factory.getProxy();
		}

		@Override
		public int getOrder() {
			return HIGHEST_PRECEDENCE;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableScheduling
	static class Scheduling {

	}

	static class Schedule {

		private final BlockingQueue<String> everywhere = new LinkedBlockingQueue<>();

		private final BlockingQueue<String> onLeader = new LinkedBlockingQueue<>();

		@Scheduled(fixedDelay = 1)
		@RunOnLeader(group = "inventory")
		void run() {
			this.onLeader.add("run");
		}

		@Scheduled(fixedDelay = 1)
		void runEverywhere() {
			this.everywhere.add("run");
		}

		BlockingQueue<String> onLeader() {
			return this.onLeader;
		}

		BlockingQueue<String> everywhere() {
			return this.everywhere;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@EnableAsync(proxyTargetClass = true)
	static class Asynchronous {

	}

	static class AsyncJob {

		@Async
		@RunOnLeader(group = "inventory")
		void run() {
		}

	}

	static class ReturnsNumber {

		@RunOnLeader(group = "inventory")
		int count() {
			return 1;
		}

	}

	static class ReturnsFuture {

		@RunOnLeader(group = "inventory")
		CompletableFuture<Void> run() {
			return CompletableFuture.completedFuture(null);
		}

	}

	static class PrivateMethod {

		@RunOnLeader(group = "inventory")
		private void run() {
		}

	}

	static class StaticMethod {

		@RunOnLeader(group = "inventory")
		static void run() {
		}

	}

	static class FinalMethod {

		@RunOnLeader(group = "inventory")
		final void run() {
		}

	}

}
