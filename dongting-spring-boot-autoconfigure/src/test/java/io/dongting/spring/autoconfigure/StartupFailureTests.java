package io.dongting.spring.autoconfigure;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Path;

import io.dongting.spring.autoconfigure.Machines.Counter;
import io.dongting.spring.autoconfigure.Machines.CounterApplication;
import io.dongting.spring.autoconfigure.Machines.CounterMachine;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.AutoConfigurations;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.diagnostics.FailureAnalysis;
import org.springframework.boot.test.context.assertj.AssertableApplicationContext;
import org.springframework.boot.test.context.runner.ApplicationContextRunner;
import org.springframework.boot.test.system.CapturedOutput;
import org.springframework.boot.test.system.OutputCaptureExtension;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatException;

/**
 * Tests for what a node finds when it is started: the port, the data directory.
 */
@ExtendWith(OutputCaptureExtension.class)
class StartupFailureTests {

	private final ApplicationContextRunner contextRunner = new ApplicationContextRunner()
		.withConfiguration(AutoConfigurations.of(RaftAutoConfiguration.class))
		.withUserConfiguration(CounterApplication.class);

	@TempDir
	private Path directory;

	@Test
	void portInUse() throws IOException {
		try (ServerSocket taken = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
			this.contextRunner
				.withPropertyValues("dongting.raft.storage=memory",
						"dongting.raft.nodes.1=localhost:" + taken.getLocalPort(),
						"dongting.raft.listen=127.0.0.1:" + taken.getLocalPort())
				.run((context) -> {
					FailureAnalysis report = report(context);
					assertThat(report.getDescription()).contains("127.0.0.1:" + taken.getLocalPort(), "in use");
					assertThat(report.getAction()).contains("dongting.raft.listen", "dongting.raft.nodes");
				});
		}
	}

	@Test
	void dataDirectoryInUse() {
		this.contextRunner.withPropertyValues("dongting.raft.data-dir=" + this.directory).run((first) -> {
			assertThat(first).hasNotFailed();
			this.contextRunner.withPropertyValues("dongting.raft.data-dir=" + this.directory).run((second) -> {
				FailureAnalysis report = report(second);
				assertThat(report.getDescription()).contains(this.directory.toString(), "in use by another process");
				assertThat(report.getAction()).contains("dongting.raft.data-dir", "dongting.raft.storage=memory");
			});
			assertThat(first.getBean(Counter.class).add(1)).isOne();
		});
	}

	@Test
	void dataDirectoryOfAnotherNode() {
		this.contextRunner.withPropertyValues("dongting.raft.data-dir=" + this.directory, "dongting.raft.node-id=2")
			.run((first) -> assertThat(first).hasNotFailed());
		this.contextRunner.withPropertyValues("dongting.raft.data-dir=" + this.directory, "dongting.raft.node-id=3")
			.run((second) -> {
				FailureAnalysis report = report(second);
				assertThat(report.getDescription()).contains(this.directory.toString(), "belongs to node 2",
						"not to node 3");
				assertThat(report.getAction()).contains("'dongting.raft.node-id' to 2", "dongting.raft.data-dir");
			});
	}

	@Test
	void reportIsWhatTheUserSees(CapturedOutput output) {
		SpringApplication application = new SpringApplication(WholeApplication.class);
		application.setWebApplicationType(WebApplicationType.NONE);
		assertThatException().isThrownBy(() -> application.run("--dongting.raft.storage=memory",
				"--dongting.raft.groups.counter.lease-promise=5s"));
		assertThat(output).contains("APPLICATION FAILED TO START", "must be shorter than the election timeout",
				"Property: dongting.raft.groups.counter.lease-promise", "Value: 5s", "Origin:", "Action:");
	}

	private static FailureAnalysis report(AssertableApplicationContext context) {
		assertThat(context).hasFailed();
		return FailureReports.report(context.getStartupFailure());
	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(RaftAutoConfiguration.class)
	@Import(CounterMachine.class)
	static class WholeApplication {

	}

}
