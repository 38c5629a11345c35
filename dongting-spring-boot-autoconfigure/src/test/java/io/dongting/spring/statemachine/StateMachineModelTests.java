package io.dongting.spring.statemachine;

import java.io.InputStream;
import java.lang.reflect.Type;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.Future;

import io.dongting.spring.RaftCommand;
import io.dongting.spring.RaftContext;
import io.dongting.spring.RaftQuery;
import io.dongting.spring.statemachine.MoneyCodec.Money;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

/**
 * Tests for {@link StateMachineModel} and for what {@link StateMachineProxyFactory}
 * refuses.
 */
class StateMachineModelTests {

	@Test
	void idIsTheNameWithTheParameterTypes() {
		StateMachineModel model = StateMachineModel.of(Named.class, ValueCodecs.builtIn());
		assertThat(model.command("put(String,int)").method().getName()).isEqualTo("put");
		assertThat(model.command("put(String)").method().getName()).isEqualTo("put");
		assertThat(model.command("store(byte[],List)").method().getName()).isEqualTo("store");
		assertThat(model.command("own id").method().getName()).isEqualTo("renamed");
	}

	@Test
	void unknownIdIsRefused() {
		StateMachineModel model = StateMachineModel.of(Named.class, ValueCodecs.builtIn());
		assertThatExceptionOfType(UnknownCommandException.class).isThrownBy(() -> model.command("put(long)"))
			.withMessageContaining("put(long)")
			.withMessageContaining(Named.class.getName());
	}

	@Test
	void commandsOfASuperclassCount() {
		StateMachineModel model = StateMachineModel.of(Derived.class, ValueCodecs.builtIn());
		assertThat(model.command("own id").method().getDeclaringClass()).isEqualTo(Named.class);
	}

	@Test
	void twoCommandsWithTheSameIdAreRefused() {
		assertRefused(SameId.class, "have the same id 'x'", "@RaftCommand(id");
		assertRefused(SameDefaultId.class, "have the same id 'put(String)'", "@RaftCommand(id");
	}

	@Test
	void codecThatCannotDescribeAParameterIsRefused() {
		MoneyCodec speechless = new MoneyCodec("money") {

			@Override
			public String shape(Type type) {
				throw new UnsupportedOperationException("no words");
			}

		};
		assertThatExceptionOfType(InvalidStateMachineException.class)
			.isThrownBy(() -> TypedStateMachine.of(new Paying(), ValueCodecs.of(List.of(speechless))))
			.withMessageContaining("the command 'pay(Money)' of " + Paying.class.getName())
			.withMessageContaining("no words")
			.withCauseInstanceOf(UnsupportedOperationException.class)
			.satisfies((ex) -> assertThat(ex.action()).contains("'shape' of the RaftCodec"));
	}

	@Test
	void queryHasTheNameOfItsMethodUnlessItIsGivenAnId() throws Exception {
		StateMachineModel model = StateMachineModel.of(NamedQueries.class, ValueCodecs.builtIn());
		assertThat(model.query(NamedQueries.class.getMethod("count"))).isNotNull().extracting("id").isEqualTo("count");
		assertThat(model.query(NamedQueries.class.getMethod("renamed"))).isNotNull().extracting("id").isEqualTo("old");
	}

	@Test
	void twoQueriesWithTheSameIdAreRefused() {
		assertRefused(SameQueryId.class, "have the same id 'count'", "@RaftQuery(id");
	}

	@Test
	void classWithoutAnyCommandOrQueryIsRefused() {
		assertRefused(Unrelated.class, "has neither commands nor queries", "@RaftCommand");
	}

	@Test
	void commandThatIsAQueryIsRefused() {
		assertRefused(Both.class, "a command and a query", "@RaftQuery");
	}

	@Test
	void methodThatIsNotPublicIsRefused() {
		assertRefused(NotPublic.class, "hidden() is not public", "public");
		assertRefused(NotPublicQuery.class, "hidden() is not public", "public");
	}

	@Test
	void staticMethodIsRefused() {
		assertRefused(Static.class, "global() is static", "bean");
	}

	@Test
	void parameterThatJsonCannotCarryIsRefused() {
		assertRefused(TakesStream.class, "parameter of type java.io.InputStream", "concrete type");
		assertRefused(TakesObject.class, "parameter of type java.lang.Object", "concrete type");
		assertRefused(TakesInterfaces.class, "parameter of type java.util.List<java.lang.Runnable>", "concrete type");
		assertRefused(TakesAnything.class, "left open", "concrete type");
		assertRefused(TakesUnreadable.class, "parameter of type " + Unreadable.class.getName(), "concrete type");
	}

	@Test
	void resultThatJsonCannotCarryIsRefused() {
		assertRefused(ReturnsObject.class, "result of type java.lang.Object", "concrete type");
		assertRefused(ReturnsRawFuture.class, "result of type java.lang.Object", "concrete type");
	}

	@Test
	void futureOfAnotherKindIsRefused() {
		assertRefused(ReturnsFuture.class, "returns java.util.concurrent.Future", "CompletableFuture");
	}

	@Test
	void queryWithContextIsRefused() {
		assertRefused(QueryWithContext.class, "parameter of type RaftContext", "Remove");
	}

	@Test
	void tooLongIdIsRefused() {
		assertRefused(LongId.class, "longer than 1024 bytes", "shorter");
	}

	@Test
	void queryMayReturnWhatJsonCannotCarry() {
		assertThat(StateMachineModel.of(QueryOfAnything.class, ValueCodecs.builtIn()).methods()).hasSize(1);
	}

	@Test
	void finalClassWithoutInterfaceIsRefused() {
		assertNoProxy(new FinalClass(), "final or sealed", "interface");
	}

	@Test
	void finalMethodWithoutInterfaceIsRefused() {
		assertNoProxy(new FinalMethod(), "fixed() is final", "interface");
		assertNoProxy(new FinalPlainMethod(), "fixed() is final", "interface");
	}

	@Test
	void finalClassWithInterfaceIsAllowed() {
		try (Proxies proxies = new Proxies()) {
			assertThat(proxies.create(new FinalWithInterface())).isInstanceOf(Counter.class);
		}
	}

	@Test
	void interfacesWithoutAnyCommandOfTheClassAreRefused() {
		assertNoProxy(new WrongInterface(), "None of the commands and queries", "interface");
	}

	private static void assertRefused(Class<?> type, String reason, String action) {
		assertThatExceptionOfType(InvalidStateMachineException.class)
			.isThrownBy(() -> StateMachineModel.of(type, ValueCodecs.builtIn()))
			.withMessageContaining(reason)
			.satisfies((ex) -> assertThat(ex.action()).contains(action));
	}

	private static void assertNoProxy(Object target, String reason, String action) {
		try (Proxies proxies = new Proxies()) {
			assertThatExceptionOfType(InvalidStateMachineException.class).isThrownBy(() -> proxies.create(target))
				.withMessageContaining(reason)
				.satisfies((ex) -> assertThat(ex.action()).contains(action));
		}
	}

	static class Named {

		@RaftCommand
		public void put(String key, int value) {
		}

		@RaftCommand
		public void put(String key, RaftContext context) {
		}

		@RaftCommand
		public void store(byte[] bytes, List<String> names) {
		}

		@RaftCommand(id = "own id")
		public void renamed() {
		}

	}

	static class Derived extends Named {

	}

	static class SameId {

		@RaftCommand(id = "x")
		public void first() {
		}

		@RaftCommand(id = "x")
		public void second() {
		}

	}

	static class SameDefaultId {

		@RaftCommand
		public void put(String key) {
		}

		@RaftCommand
		public void put(String key, RaftContext context) {
		}

	}

	static class NamedQueries {

		@RaftQuery
		public int count() {
			return 0;
		}

		@RaftQuery
		public int count(String sku) {
			return 0;
		}

		@RaftQuery(id = "old")
		public int renamed() {
			return 0;
		}

	}

	static class SameQueryId {

		@RaftQuery
		public int count() {
			return 0;
		}

		@RaftQuery(id = "count")
		public int total() {
			return 0;
		}

	}

	static class Both {

		@RaftCommand
		@RaftQuery
		public void confused() {
		}

	}

	static class NotPublic {

		@RaftCommand
		void hidden() {
		}

	}

	static class NotPublicQuery {

		@RaftQuery
		void hidden() {
		}

	}

	static class Static {

		@RaftCommand
		public static void global() {
		}

	}

	static class TakesStream {

		@RaftCommand
		public void read(InputStream stream) {
		}

	}

	static class TakesObject {

		@RaftCommand
		public void read(Object object) {
		}

	}

	static class TakesInterfaces {

		@RaftCommand
		public void read(List<Runnable> tasks) {
		}

	}

	static class TakesAnything {

		@RaftCommand
		public <T> void read(T anything) {
		}

	}

	static class TakesUnreadable {

		@RaftCommand
		public void read(Unreadable unreadable) {
		}

	}

	static class Unreadable {

		private final int value;

		Unreadable(Thread thread, int value) {
			this.value = value;
		}

		int value() {
			return this.value;
		}

	}

	static class ReturnsObject {

		@RaftCommand
		public @Nullable Object read() {
			return null;
		}

	}

	static class ReturnsRawFuture {

		@RaftCommand
		@SuppressWarnings("rawtypes")
		public @Nullable CompletableFuture read() {
			return null;
		}

	}

	static class ReturnsFuture {

		@RaftCommand
		public @Nullable Future<String> read() {
			return null;
		}

	}

	static class QueryWithContext {

		@RaftQuery
		public int read(RaftContext context) {
			return 0;
		}

	}

	static class QueryOfAnything {

		@RaftQuery
		public @Nullable Object read(Runnable task) {
			return null;
		}

	}

	static class LongId {

		@RaftCommand(id = Long1024.ID)
		public void put() {
		}

	}

	static final class Long1024 {

		static final String PART = "aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa";

		static final String QUARTER = PART + PART + PART + PART;

		static final String ID = QUARTER + QUARTER + QUARTER + QUARTER + "a";

		private Long1024() {
		}

	}

	static final class FinalClass {

		@RaftCommand
		public void put() {
		}

	}

	static class FinalMethod {

		@RaftCommand
		public final void fixed() {
		}

	}

	static class FinalPlainMethod {

		@RaftCommand
		public void put() {
		}

		public final void fixed() {
		}

	}

	interface Counter {

		@RaftCommand
		int next();

	}

	static final class FinalWithInterface implements Counter {

		@Override
		public int next() {
			return 1;
		}

	}

	interface Unrelated {

		String name();

	}

	static class WrongInterface implements Unrelated {

		@Override
		public String name() {
			return "wrong";
		}

		@RaftCommand
		public void put() {
		}

	}

	static class Paying {

		@RaftCommand
		public void pay(Money money) {
		}

	}

}
