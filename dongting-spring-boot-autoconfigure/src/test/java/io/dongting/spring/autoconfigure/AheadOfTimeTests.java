package io.dongting.spring.autoconfigure;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.CompletableFuture;

import io.dongting.raft.RaftGroup;
import io.dongting.spring.RaftCommand;
import io.dongting.spring.RaftContext;
import io.dongting.spring.RaftQuery;
import io.dongting.spring.RaftStateMachine;
import io.dongting.spring.autoconfigure.Machines.Counter;
import io.dongting.spring.autoconfigure.Machines.CounterApplication;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

import org.springframework.aop.SpringProxy;
import org.springframework.aop.framework.Advised;
import org.springframework.aot.generate.ClassNameGenerator;
import org.springframework.aot.generate.DefaultGenerationContext;
import org.springframework.aot.generate.GeneratedFiles.Kind;
import org.springframework.aot.generate.InMemoryGeneratedFiles;
import org.springframework.aot.hint.MemberCategory;
import org.springframework.aot.hint.RuntimeHints;
import org.springframework.aot.hint.TypeHint;
import org.springframework.aot.hint.predicate.RuntimeHintsPredicates;
import org.springframework.beans.factory.support.RootBeanDefinition;
import org.springframework.boot.test.util.TestPropertyValues;
import org.springframework.context.annotation.AnnotationConfigApplicationContext;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.aot.ApplicationContextAotGenerator;
import org.springframework.core.DecoratingProxy;
import org.springframework.javapoet.ClassName;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for an application that is prepared when it is built.
 */
class AheadOfTimeTests {

	private final AnnotationConfigApplicationContext context = new AnnotationConfigApplicationContext();

	private final InMemoryGeneratedFiles files = new InMemoryGeneratedFiles();

	@AfterEach
	void close() {
		this.context.close();
	}

	@Test
	void nothingIsStarted() {
		process(CounterApplication.class);
		assertThat(this.context.getBeanFactory().getSingletonNames()).doesNotContain("raftServer", "raftEnvironment",
				"raftServerLifecycle");
	}

	@Test
	void groupIsABeanWithItsAlias() {
		process(CounterApplication.class);
		assertThat(sources()).contains("registerBeanDefinition(\"counterRaftGroup\"")
			.contains("registerAlias(\"counterRaftGroup\", \"counter\")");
	}

	@Test
	void groupThatIsABeanAlreadyStaysAsItIs() {
		this.context.register(RaftAutoConfiguration.class, CounterApplication.class);
		RootBeanDefinition prepared = new RootBeanDefinition(RaftGroupBeanRegistrar.class);
		prepared.setTargetType(RaftGroup.class);
		prepared.setInstanceSupplier(() -> null);
		this.context.registerBeanDefinition("counterRaftGroup", prepared);
		TestPropertyValues.of("dongting.raft.storage=memory").applyTo(this.context);
		this.context.refreshForAotProcessing(new RuntimeHints());
		assertThat(this.context.getBeanDefinition("counterRaftGroup")).isSameAs(prepared);
	}

	@Test
	void proxyOfAnInterfaceIsKept() {
		RuntimeHints hints = process(CounterApplication.class);
		assertThat(RuntimeHintsPredicates.proxies()
			.forInterfaces(Counter.class, SpringProxy.class, Advised.class, DecoratingProxy.class)).accepts(hints);
	}

	@Test
	void proxyOfAClassIsMade() {
		process(LedgerApplication.class);
		assertThat(this.files.getGeneratedFiles(Kind.CLASS).keySet())
			.anyMatch((name) -> name.contains("AheadOfTimeTests$Ledger$$SpringCGLIB$$"));
	}

	@Test
	void whatCommandsAndQueriesCarryIsKept() {
		RuntimeHints hints = process(LedgerApplication.class);
		for (Class<?> carried : List.of(Booking.class, Receipt.class, Balance.class)) {
			assertThat(RuntimeHintsPredicates.reflection().onType(carried)).as(carried.getName()).accepts(hints);
		}
		assertThat(RuntimeHintsPredicates.reflection().onType(Unrelated.class)).rejects(hints);
		assertThat(RuntimeHintsPredicates.reflection().onType(RaftContext.class)).rejects(hints);
	}

	@Test
	void commandsAndTheirExceptionsAreKept() {
		RuntimeHints hints = process(LedgerApplication.class);
		assertThat(kept(hints, Ledger.class)).contains(MemberCategory.INVOKE_DECLARED_METHODS);
		assertThat(kept(hints, Overdrawn.class)).contains(MemberCategory.INVOKE_DECLARED_CONSTRUCTORS,
				MemberCategory.ACCESS_DECLARED_FIELDS);
	}

	private static Set<MemberCategory> kept(RuntimeHints hints, Class<?> type) {
		TypeHint hint = hints.reflection().getTypeHint(type);
		assertThat(hint).as(type.getName()).isNotNull();
		return hint.getMemberCategories();
	}

	private RuntimeHints process(Class<?> application) {
		TestPropertyValues.of("dongting.raft.storage=memory").applyTo(this.context);
		this.context.register(RaftAutoConfiguration.class, application);
		DefaultGenerationContext generation = new DefaultGenerationContext(
				new ClassNameGenerator(ClassName.get("io.dongting.spring.autoconfigure", "Prepared")), this.files);
		new ApplicationContextAotGenerator().processAheadOfTime(this.context, generation);
		generation.writeGeneratedContent();
		return generation.getRuntimeHints();
	}

	private String sources() {
		StringBuilder sources = new StringBuilder();
		this.files.getGeneratedFiles(Kind.SOURCE).keySet().forEach((name) -> {
			try {
				sources.append(this.files.getGeneratedFileContent(Kind.SOURCE, name));
			}
			catch (IOException ex) {
				throw new IllegalStateException(ex);
			}
		});
		return sources.toString();
	}

	/** A state machine without an interface. */
	@RaftStateMachine(group = "ledger")
	public static class Ledger {

		/** Book. */
		@RaftCommand
		public Receipt book(List<Booking> bookings, RaftContext context) throws Overdrawn {
			throw new Overdrawn(bookings.toString());
		}

		/** Ask. */
		@RaftQuery
		public CompletableFuture<Map<String, Balance>> balances() {
			return CompletableFuture.completedFuture(Map.of());
		}

	}

	/**
	 * An argument.
	 *
	 * @param account the account
	 */
	public record Booking(String account) {

	}

	/**
	 * A result.
	 *
	 * @param index where it is
	 */
	public record Receipt(long index) {

	}

	/**
	 * The result of a query.
	 *
	 * @param amount how much
	 */
	public record Balance(long amount) {

	}

	/**
	 * Not used.
	 *
	 * @param nothing nothing
	 */
	public record Unrelated(String nothing) {

	}

	/** What a command throws. */
	public static class Overdrawn extends Exception {

		/** Create the exception. */
		public Overdrawn(String message) {
			super(message);
		}

	}

	@Configuration(proxyBeanMethods = false)
	static class LedgerApplication {

		@Bean
		Ledger ledger() {
			return new Ledger();
		}

	}

}
