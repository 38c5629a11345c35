package io.dongting.spring.autoconfigure;

import io.dongting.raft.NotExecutedException;
import io.dongting.spring.autoconfigure.Machines.Counter;
import io.dongting.spring.autoconfigure.Machines.CounterApplication;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

import org.springframework.beans.factory.BeanFactory;
import org.springframework.beans.factory.BeanFactoryAware;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.web.server.context.WebServerApplicationContext;
import org.springframework.context.SmartLifecycle;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatNoException;

/**
 * Tests for when the server starts and stops in the life of an application.
 */
class LifecycleTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(RaftAutoConfiguration.class))
		.withPropertyValues("dongting.raft.storage=memory")
		.withUserConfiguration(CounterApplication.class);

	@Test
	void whatStartsLaterCanProposeFromItsStartToItsStop() {
		Proposer webServer = new Proposer(WebServerApplicationContext.START_STOP_LIFECYCLE_PHASE);
		Proposer scheduler = new Proposer(Integer.MAX_VALUE / 2);
		this.contextRunner.withBean("webServer", Proposer.class, () -> webServer)
			.withBean("scheduler", Proposer.class, () -> scheduler)
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(webServer.atStart).isNull();
		assertThat(webServer.atStop).isNull();
		assertThat(scheduler.atStart).isNull();
		assertThat(scheduler.atStop).isNull();
	}

	@Test
	void whatStartsEarlierIsToldThatNothingWasExecuted() {
		Proposer early = new Proposer(RaftServerLifecycle.PHASE - 1);
		this.contextRunner.withBean("early", Proposer.class, () -> early)
			.run((context) -> assertThat(context).hasNotFailed());
		assertThat(early.atStart).isInstanceOf(NotExecutedException.class);
		assertThat(early.atStop).isInstanceOf(NotExecutedException.class);
	}

	@Test
	void contextCanBeClosedTwice() {
		this.contextRunner.run((context) -> {
			context.close();
			assertThatNoException().isThrownBy(context::close);
		});
	}

	/**
	 * Proposes when it is started and when it is stopped.
	 */
	static class Proposer implements SmartLifecycle, BeanFactoryAware {

		private final int phase;

		private @Nullable Counter counter;

		private @Nullable Exception atStart;

		private @Nullable Exception atStop;

		private boolean running;

		Proposer(int phase) {
			this.phase = phase;
		}

		@Override
		public void setBeanFactory(BeanFactory beanFactory) {
			this.counter = beanFactory.getBean(Counter.class);
		}

		@Override
		public void start() {
			this.running = true;
			this.atStart = propose();
		}

		@Override
		public void stop() {
			this.running = false;
			this.atStop = propose();
		}

		private @Nullable Exception propose() {
			try {
				this.counter.add(1);
				return null;
			}
			catch (RuntimeException ex) {
				return ex;
			}
		}

		@Override
		public boolean isRunning() {
			return this.running;
		}

		@Override
		public int getPhase() {
			return this.phase;
		}

	}

}
