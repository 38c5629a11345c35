package io.dongting.spring.autoconfigure.leader;

import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;

import io.dongting.raft.LogItem;
import io.dongting.raft.StateMachine;
import io.dongting.raft.StateMachineFactory;
import io.dongting.spring.autoconfigure.FailureReports;
import io.dongting.spring.autoconfigure.Machines.CounterApplication;
import io.dongting.spring.autoconfigure.RaftAutoConfiguration;
import io.dongting.spring.leader.LeaderCandidate;
import io.dongting.spring.leader.RaftLeaderInitiator;
import io.dongting.spring.leader.RaftLeadership;
import io.dongting.spring.leader.RaftLeaderships;
import io.dongting.spring.leader.RunOnLeader;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.context.annotation.Bean;
import org.springframework.context.annotation.Configuration;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;
import static org.awaitility.Awaitility.await;
import static org.mockito.Mockito.mock;

/**
 * Tests for what a node does where it leads: here it is the only one.
 */
@Timeout(120)
class RaftLeadershipAutoConfigurationTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(RaftAutoConfiguration.class, RaftLeadershipAutoConfiguration.class))
		.withPropertyValues("dongting.raft.storage=memory")
		.withUserConfiguration(CounterApplication.class);

	@Test
	void nodeThatIsAloneLeads() {
		this.contextRunner.run((context) -> {
			RaftLeadership leadership = context.getBean(RaftLeaderships.class).group("counter");
			await().until(leadership::isLeader);
			assertThat(leadership.group()).isEqualTo("counter");
			assertThat(leadership.fencingToken().getAsLong()).isPositive();
			context.close();
			assertThat(leadership.isLeader()).isFalse();
			assertThat(leadership.fencingToken()).isEmpty();
		});
	}

	@Test
	void groupThatThisNodeDoesNotHaveIsRefused() {
		this.contextRunner.run((context) -> assertThatIllegalArgumentException()
			.isThrownBy(() -> context.getBean(RaftLeaderships.class).group("order"))
			.withMessageContaining("order")
			.withMessageContaining("counter"));
	}

	@Test
	void candidateIsGrantedOnceAndRevokedWhenTheApplicationStops() {
		Candidate candidate = new Candidate();
		this.contextRunner.run((context) -> {
			RaftLeadership leadership = context.getBean(RaftLeaderships.class).group("counter");
			await().until(leadership::isLeader);
			leadership.subscribe(candidate);
			assertThat(candidate.next()).isEqualTo("granted " + leadership.fencingToken().getAsLong());
			assertThat(candidate.told).isEmpty();
		});
		assertThat(candidate.next()).startsWith("revoked ");
		assertThat(candidate.told).isEmpty();
	}

	@Test
	void subscriptionThatIsClosedEndsBefore() {
		Candidate candidate = new Candidate();
		this.contextRunner.run((context) -> {
			RaftLeadership.Subscription subscription = context.getBean(RaftLeaderships.class)
				.group("counter")
				.subscribe(candidate);
			assertThat(candidate.next()).startsWith("granted ");
			subscription.close();
			assertThat(candidate.next()).startsWith("revoked ");
		});
		assertThat(candidate.told).isEmpty();
	}

	@Test
	void workOfTheLeaderHasEndedWhenTheApplicationHasStopped() {
		List<String> steps = new ArrayList<>();
		CountDownLatch begun = new CountDownLatch(1);
		this.contextRunner.run((context) -> {
			context.getBean(RaftLeaderships.class).group("counter").runWhileLeading((token) -> {
				begun.countDown();
				try {
					new CountDownLatch(1).await();
				}
				finally {
					steps.add("ended");
				}
			});
			begun.await();
		});
		assertThat(steps).containsExactly("ended");
	}

	@Test
	void initiatorIsAsLongAsTheApplication() {
		this.contextRunner.withUserConfiguration(Initiators.class).run((context) -> {
			Initiators initiators = context.getBean(Initiators.class);
			assertThat(initiators.candidate.next()).startsWith("granted ");
			assertThat(initiators.steps.poll(60, TimeUnit.SECONDS)).isEqualTo("begun");
			RaftLeaderInitiator initiator = context.getBean("initiator", RaftLeaderInitiator.class);
			assertThat(initiator.leadership().isLeader()).isTrue();
			initiator.stop();
			assertThat(initiator.isRunning()).isFalse();
			assertThat(initiators.candidate.next()).startsWith("revoked ");
			initiator.start();
			initiator.start();
			assertThat(initiators.candidate.next()).startsWith("granted ");
			assertThat(initiators.candidate.told).isEmpty();
			context.close();
			assertThat(initiators.candidate.next()).startsWith("revoked ");
			assertThat(initiators.steps).containsExactly("ended");
		});
	}

	@Test
	void methodRunsWhereItsGroupIsLed() {
		this.contextRunner.withBean(CounterJob.class).run((context) -> {
			CounterJob job = context.getBean(CounterJob.class);
			await().until(() -> context.getBean(RaftLeaderships.class).group("counter").isLeader());
			job.run();
			assertThat(job.runs()).isOne();
			context.close();
			job.run();
			assertThat(job.runs()).isOne();
		});
	}

	@Test
	void methodOfAGroupThatThisNodeDoesNotHaveIsReported() {
		this.contextRunner.withBean(OrdersJob.class).run((context) -> {
			assertThat(context).hasFailed();
			FailureAnalysis report = FailureReports.report(context.getStartupFailure());
			assertThat(report.getDescription()).contains("OrdersJob.run", "'orders'", "[counter]");
			assertThat(report.getAction()).contains("@RunOnLeader", "@RaftStateMachine(group = \"orders\")");
		});
	}

	@Test
	void methodThatCannotBeSkippedIsReported() {
		this.contextRunner.withBean(NumberJob.class).run((context) -> {
			assertThat(context).hasFailed();
			FailureAnalysis report = FailureReports.report(context.getStartupFailure());
			assertThat(report.getDescription()).contains("NumberJob.run", "long");
			assertThat(report.getAction()).contains("Optional");
		});
	}

	@Test
	void groupThatMayComeAtRuntimeIsWaitedFor() {
		StateMachineFactory factory = (group) -> new Silent();
		this.contextRunner.withBean(OrdersJob.class)
			.withBean(StateMachineFactory.class, () -> factory)
			.run((context) -> {
				OrdersJob job = context.getBean(OrdersJob.class);
				job.run();
				assertThat(job.runs()).isZero();
			});
	}

	@Test
	void ownLeadershipsOfTheApplicationComeFirst() {
		RaftLeaderships own = mock();
		this.contextRunner.withBean(RaftLeaderships.class, () -> own)
			.run((context) -> assertThat(context).getBean(RaftLeaderships.class).isSameAs(own));
	}

	@Test
	void nothingIsThereWithoutAServer() {
		new ApplicationContextRunner().withConfiguration(AutoConfigurations.of(RaftLeadershipAutoConfiguration.class))
			.run((context) -> assertThat(context).doesNotHaveBean(RaftLeaderships.class)
				.doesNotHaveBean(RunOnLeaderBeanPostProcessor.class));
	}

	/**
	 * Writes down what it is told.
	 */
	static class Candidate implements LeaderCandidate {

		private final BlockingQueue<String> told = new LinkedBlockingQueue<>();

		@Override
		public void onGranted(long fencingToken) {
			this.told.add("granted " + fencingToken);
		}

		@Override
		public void onRevoked(long fencingToken) {
			this.told.add("revoked " + fencingToken);
		}

		String next() {
			try {
				String next = this.told.poll(60, TimeUnit.SECONDS);
				return (next != null) ? next : "nothing";
			}
			catch (InterruptedException ex) {
				throw new AssertionError(ex);
			}
		}

	}

	/**
	 * Beans that take part in the leadership.
	 */
	@Configuration(proxyBeanMethods = false)
	static class Initiators {

		private final Candidate candidate = new Candidate();

		private final BlockingQueue<String> steps = new LinkedBlockingQueue<>();

		@Bean
		RaftLeaderInitiator initiator(RaftLeaderships leaderships) {
			return RaftLeaderInitiator.candidate(leaderships, "counter", this.candidate);
		}

		@Bean
		RaftLeaderInitiator worker(RaftLeaderships leaderships) {
			return RaftLeaderInitiator.task(leaderships, "counter", (token) -> {
				this.steps.add("begun");
				try {
					new CountDownLatch(1).await();
				}
				finally {
					this.steps.add("ended");
				}
			});
		}

	}

	static class CounterJob {

		private int runs;

		@RunOnLeader(group = "counter")
		void run() {
			this.runs++;
		}

		int runs() {
			return this.runs;
		}

	}

	static class OrdersJob {

		private int runs;

		@RunOnLeader(group = "orders")
		void run() {
			this.runs++;
		}

		int runs() {
			return this.runs;
		}

	}

	static class NumberJob {

		@RunOnLeader(group = "counter")
		long run() {
			return 1;
		}

	}

	static class Silent implements StateMachine {

		@Override
		public byte[] apply(LogItem item) {
			return new byte[0];
		}

	}

}
