package io.dongting.spring.test;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;

import io.dongting.raft.LogItem;
import io.dongting.raft.StateMachine;
import io.dongting.spring.RaftCommand;
import io.dongting.spring.RaftStateMachine;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Assumptions;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.platform.engine.TestExecutionResult;
import org.junit.platform.engine.discovery.DiscoverySelectors;
import org.junit.platform.launcher.LauncherDiscoveryRequest;
import org.junit.platform.launcher.TestExecutionListener;
import org.junit.platform.launcher.TestIdentifier;
import org.junit.platform.launcher.core.LauncherDiscoveryRequestBuilder;
import org.junit.platform.launcher.core.LauncherFactory;

import static org.assertj.core.api.Assertions.assertThat;

/**
 * Tests for {@link RaftTest}, by test classes that JUnit runs within these tests.
 */
class RaftTestExtensionTests {

	private static final List<Long> seeds = new ArrayList<>();

	@BeforeEach
	void forgetSeeds() {
		seeds.clear();
	}

	@Test
	void aFailedTestTellsItsSeed() {
		List<Throwable> failures = failuresOf(FailingTest.class);
		assertThat(failures).hasSize(1);
		assertThat(stackTrace(failures.get(0))).contains("as it wants",
				"The seed was " + seeds.get(0) + ": repeat the test with @RaftTest(seed = " + seeds.get(0) + ")");
	}

	@Test
	void aTestFailsBecauseOfItsStateMachineAlone() {
		List<Throwable> failures = failuresOf(BrokenMachineTest.class);
		assertThat(failures).hasSize(1);
		assertThat(failures.get(0)).isInstanceOf(RaftTestError.class)
			.hasMessageContaining("not deterministic")
			.hasMessageContaining("@RaftTest(seed = 42)");
	}

	@Test
	void aFailedTestAlsoSaysWhatIsWrongWithItsStateMachine() {
		List<Throwable> failures = failuresOf(BrokenInBothWaysTest.class);
		assertThat(failures).hasSize(1);
		assertThat(failures.get(0)).hasMessage("as it wants");
		assertThat(stackTrace(failures.get(0))).contains("Suppressed: ", "RaftTestError: The state machine is not");
	}

	@Test
	void eachTestHasAnotherSeedUnlessToldOtherwise() {
		assertThat(failuresOf(SeedsTest.class)).isEmpty();
		assertThat(seeds).hasSize(3).doesNotHaveDuplicates().contains(42L);
		seeds.clear();
		assertThat(failuresOf(SeedsTest.class, Map.of("dongting.test.seed", "4711"))).isEmpty();
		assertThat(seeds).containsExactly(4711L, 4711L, 4711L);
	}

	@Test
	void aSeedThatIsNoNumberIsRefused() {
		assertThat(failuresOf(SeedsTest.class, Map.of("dongting.test.seed", "many"))).hasSize(3)
			.allSatisfy((failure) -> assertThat(failure).hasStackTraceContaining("is no number: many"));
	}

	@Test
	void theSameSeedIsTheSameRun() {
		assertThat(failuresOf(RepeatedTest.class)).isEmpty();
		assertThat(failuresOf(RepeatedTest.class)).isEmpty();
		assertThat(failuresOf(RepeatedTest.class, Map.of("dongting.test.seed", "4"))).isEmpty();
		assertThat(seeds).hasSize(3);
		assertThat(seeds.get(1)).isEqualTo(seeds.get(0));
		assertThat(seeds.get(2)).isNotEqualTo(seeds.get(0));
	}

	@Test
	void aTestThatIsNotCarriedOutIsNotChecked() {
		assertThat(failuresOf(AbortedTest.class)).isEmpty();
	}

	@Test
	void aTestMayMakeItsStateMachines() {
		assertThat(failuresOf(FactoryTest.class)).isEmpty();
	}

	@Test
	void aNestedTestHasWhatTheOneAroundItSays() {
		assertThat(failuresOf(OuterTest.class)).isEmpty();
		assertThat(seeds).containsExactly(5L);
	}

	@Test
	void aClassWithoutAnInterfaceIsItsOwnProxy() {
		assertThat(failuresOf(ClassTest.class)).isEmpty();
	}

	@Test
	void clientsThatStillWaitAreEnded() {
		List<Throwable> failures = failuresOf(EndlessClientTest.class);
		assertThat(failures).hasSize(1);
		assertThat(failures.get(0)).hasMessageContaining("1 asynchronous call has not ended");
		assertThat(Thread.getAllStackTraces().keySet().stream().map(Thread::getName))
			.noneMatch((name) -> name.startsWith("raft-test-client"));
	}

	@Test
	void whatCannotWorkIsRefused() {
		assertRefused(NoMachineTest.class, "Warehouse is no class of one");
		assertRefused(WrongTypeTest.class, "There is no RaftTestCluster<java.lang.Runnable>");
		assertRefused(NoConstructorTest.class, "has no constructor without parameters");
		assertRefused(SameMachineTest.class, "was returned twice");
		assertRefused(BytesTest.class, "implements StateMachine");
		assertRefused(TooManyNodesTest.class, "1 to 9 nodes, not 10");
		assertRefused(BeforeAllTest.class, "A cluster belongs to one test");
		assertRefused(TwoFactoriesTest.class, "Several methods make a state machine");
		assertRefused(FactoryWithParameterTest.class, "must not have parameters");
	}

	private static void assertRefused(Class<?> testClass, String why) {
		assertThat(failuresOf(testClass)).as(testClass.getSimpleName())
			.hasSize(1)
			.allSatisfy((failure) -> assertThat(failure).hasStackTraceContaining(why));
	}

	private static List<Throwable> failuresOf(Class<?> testClass) {
		return failuresOf(testClass, Map.of());
	}

	private static List<Throwable> failuresOf(Class<?> testClass, Map<String, String> parameters) {
		List<Throwable> failures = new ArrayList<>();
		LauncherDiscoveryRequest request = LauncherDiscoveryRequestBuilder.request()
			.selectors(DiscoverySelectors.selectClass(testClass))
			.configurationParameters(parameters)
			.build();
		LauncherFactory.create().execute(request, new TestExecutionListener() {

			@Override
			public void executionFinished(TestIdentifier test, TestExecutionResult result) {
				if (result.getStatus() == TestExecutionResult.Status.FAILED) {
					failures.add(result.getThrowable().orElseThrow());
				}
			}

		});
		return failures;
	}

	private static String stackTrace(Throwable failure) {
		StringWriter text = new StringWriter();
		failure.printStackTrace(new PrintWriter(text));
		return text.toString();
	}

	@RaftTest(stateMachine = SortedWarehouse.class)
	static class FailingTest {

		@Test
		void fails(RaftTestCluster<Warehouse> cluster) {
			seeds.add(cluster.seed());
			throw new IllegalStateException("as it wants");
		}

	}

	@RaftTest(seed = 42)
	static class BrokenMachineTest {

		@Test
		void uses(RaftTestCluster<Broken> cluster) {
			cluster.proxy().next();
		}

	}

	@RaftTest
	static class BrokenInBothWaysTest {

		@Test
		void uses(RaftTestCluster<Broken> cluster) {
			cluster.proxy().next();
			throw new IllegalStateException("as it wants");
		}

	}

	static class Broken {

		@RaftCommand
		public long next() {
			return System.nanoTime();
		}

	}

	@RaftTest(stateMachine = SortedWarehouse.class)
	static class SeedsTest {

		@Test
		void one(RaftTestCluster<Warehouse> cluster) {
			seeds.add(cluster.seed());
		}

		@Test
		void another(RaftTestCluster<Warehouse> cluster) {
			seeds.add(cluster.seed());
		}

		@Test
		@RaftTest(seed = 42)
		void fixed(RaftTestCluster<Warehouse> cluster) {
			seeds.add(cluster.seed());
		}

	}

	@RaftTest(stateMachine = SortedWarehouse.class, seed = 3)
	static class RepeatedTest {

		@Test
		void isTheSame(RaftTestCluster<Warehouse> cluster) {
			List<CompletableFuture<Long>> clients = new ArrayList<>();
			for (int i = 0; i < 20; i++) {
				int node = i % 3 + 1;
				clients.add(cluster.async(() -> cluster.on(node).time(null) * 31 + cluster.on(node).add("apple", 1)));
			}
			cluster.advance(Duration.ofMillis(4));
			cluster.crash(cluster.leader());
			long hash = 0;
			for (CompletableFuture<Long> client : clients) {
				hash = hash * 31 + client.handle((result, failure) -> (failure != null) ? -1 : result).join();
			}
			seeds.add(hash + cluster.proxy().count("apple"));
		}

	}

	@RaftTest
	static class AbortedTest {

		@Test
		void aborts(RaftTestCluster<Broken> cluster) {
			cluster.proxy().next();
			Assumptions.abort("not today");
		}

	}

	@RaftTest
	static class FactoryTest {

		private final int first = 7;

		@RaftStateMachine(group = "tickets")
		Tickets tickets() {
			return new Tickets(this.first);
		}

		@BeforeEach
		void draw(RaftTestCluster<Tickets> cluster) {
			assertThat(cluster.proxy().draw()).isEqualTo(7);
		}

		@Test
		void goesOn(RaftTestCluster<Tickets> cluster) {
			assertThat(cluster.proxy().draw()).isEqualTo(8);
			assertThat(cluster.proxy()).hasToString("Raft group 'tickets' of " + Tickets.class.getName());
		}

		@AfterEach
		void drawAgain(RaftTestCluster<Tickets> cluster) {
			assertThat(cluster.proxy().draw()).isEqualTo(9);
		}

	}

	static class Tickets {

		private int next;

		Tickets(int first) {
			this.next = first;
		}

		@RaftCommand
		public int draw() {
			return this.next++;
		}

	}

	@RaftTest(stateMachine = SortedWarehouse.class, nodes = 2, seed = 5)
	static class OuterTest {

		@Nested
		class Inner {

			@Test
			void hasTwoNodes(RaftTestCluster<Warehouse> cluster) {
				seeds.add(cluster.seed());
				assertThat(cluster.nodes()).containsExactly(1, 2);
			}

		}

	}

	@RaftTest
	static class ClassTest {

		@Test
		void works(RaftTestCluster<Counter> cluster) {
			assertThat(cluster.proxy().next()).isEqualTo(1);
			assertThat(cluster.on(2).next()).isEqualTo(2);
			cluster.restart(2);
			assertThat(cluster.on(2).next()).isEqualTo(3);
		}

	}

	static class Counter {

		private int last;

		@RaftCommand
		public int next() {
			return ++this.last;
		}

	}

	@RaftTest(stateMachine = SortedWarehouse.class)
	static class EndlessClientTest {

		@Test
		void startsOne(RaftTestCluster<Warehouse> cluster) {
			cluster.async(() -> {
				while (true) {
					cluster.advance(Duration.ofMinutes(1));
				}
			});
		}

	}

	@RaftTest
	static class NoMachineTest {

		@Test
		void isNotCarriedOut(RaftTestCluster<Warehouse> cluster) {
			assertThat(cluster).isNull();
		}

	}

	@RaftTest(stateMachine = SortedWarehouse.class)
	static class WrongTypeTest {

		@Test
		void isNotCarriedOut(RaftTestCluster<Runnable> cluster) {
			assertThat(cluster).isNull();
		}

	}

	@RaftTest
	static class NoConstructorTest {

		@Test
		void isNotCarriedOut(RaftTestCluster<Tickets> cluster) {
			assertThat(cluster).isNull();
		}

	}

	@RaftTest
	static class SameMachineTest {

		private final Tickets tickets = new Tickets(1);

		@RaftStateMachine(group = "tickets")
		Tickets tickets() {
			return this.tickets;
		}

		@Test
		void isNotCarriedOut(RaftTestCluster<Tickets> cluster) {
			assertThat(cluster).isNull();
		}

	}

	@RaftTest
	static class BytesTest {

		@Test
		void isNotCarriedOut(RaftTestCluster<Bytes> cluster) {
			assertThat(cluster).isNull();
		}

	}

	static class Bytes implements StateMachine {

		@Override
		public byte[] apply(LogItem item) {
			return new byte[0];
		}

	}

	@RaftTest(nodes = 10)
	static class TooManyNodesTest {

		@Test
		void isNotCarriedOut(RaftTestCluster<Counter> cluster) {
			assertThat(cluster).isNull();
		}

	}

	@RaftTest
	static class BeforeAllTest {

		@BeforeAll
		static void isNotCarriedOut(RaftTestCluster<Counter> cluster) {
			assertThat(cluster).isNull();
		}

		@Test
		void isNotCarriedOutEither() {
		}

	}

	@RaftTest
	static class TwoFactoriesTest {

		@RaftStateMachine(group = "counter")
		Counter counter() {
			return new Counter();
		}

		@RaftStateMachine(group = "counter")
		Counter anotherCounter() {
			return new Counter();
		}

		@Test
		void isNotCarriedOut(RaftTestCluster<Counter> cluster) {
			assertThat(cluster).isNull();
		}

	}

	@RaftTest
	static class FactoryWithParameterTest {

		@RaftStateMachine(group = "counter")
		Counter counter(String name) {
			return new Counter();
		}

		@Test
		void isNotCarriedOut(RaftTestCluster<Counter> cluster) {
			assertThat(cluster).isNull();
		}

	}

}
