package io.dongting.spring.autoconfigure;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

import io.dongting.raft.GroupStatus.Condition;
import io.dongting.raft.RaftGroup;
import io.dongting.spring.CommandNotAnnouncedException;
import io.dongting.spring.RaftCommand;
import io.dongting.spring.RaftStateMachine;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

import org.springframework.boot.WebApplicationType;
import org.springframework.boot.autoconfigure.ImportAutoConfiguration;
import org.springframework.boot.builder.SpringApplicationBuilder;
import org.springframework.context.ConfigurableApplicationContext;
import org.springframework.context.annotation.Configuration;
import org.springframework.context.annotation.Import;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.awaitility.Awaitility.await;

/**
 * Tests for three nodes that are replaced one by one by another version.
 */
class RollingDeploymentTests {

	private static final int NODES = 3;

	@TempDir
	private Path directory;

	private final List<Integer> ports = new ArrayList<>();

	private final List<ConfigurableApplicationContext> contexts = new ArrayList<>();

	@BeforeEach
	void start() {
		this.ports.addAll(LoopbackPorts.free(NODES));
		for (int node = 1; node <= NODES; node++) {
			this.contexts.add(startNode(node, FirstVersion.class));
		}
	}

	@AfterEach
	void stop() {
		this.contexts.forEach(ConfigurableApplicationContext::close);
	}

	@Test
	void newCommandIsRefusedUntilTheLastNodeHasIt() {
		assertThat(stock(1).add(5)).isEqualTo(5);
		awaitAnnouncements();
		replace(1);
		replace(2);
		assertThat(stock(1).add(1)).isEqualTo(6);
		assertThat(stock(3).add(1)).isEqualTo(7);
		for (int node = 1; node <= 2; node++) {
			assertThatExceptionOfType(CommandNotAnnouncedException.class).isThrownBy(clearing(node)::clear)
				.withMessageContaining("'clear()'")
				.withMessageContaining("3");
		}
		replace(3);
		for (int node = 1; node <= NODES; node++) {
			clearAsSoonAsItIsAccepted(node);
			assertThat(stock(node).add(1)).isEqualTo(1);
			assertThat(bean(node, RaftGroup.class).status().condition()).isEqualTo(Condition.RUNNING);
		}
	}

	/** Nothing on its disk tells that the others have the command in another form. */
	@Test
	void nodeProposesNothingThatOthersCannotReadAsSoonAsItIsStarted() throws IOException {
		assertThat(stock(1).add(5)).isEqualTo(5);
		awaitAnnouncements();
		this.contexts.get(2).close();
		Files.delete(this.directory.resolve("node-3").resolve("groups").resolve("stock").resolve("commands.json"));
		this.contexts.set(2, startNode(3, WideVersion.class));
		assertThatExceptionOfType(CommandNotAnnouncedException.class)
			.isThrownBy(() -> bean(3, WideStock.class).add(null))
			.withMessageContaining("have it in another form");
		assertThat(stock(1).add(1)).isEqualTo(6);
		assertThat(stock(2).add(1)).isEqualTo(7);
	}

	private void clearAsSoonAsItIsAccepted(int node) {
		await().atMost(Duration.ofSeconds(20)).ignoreException(CommandNotAnnouncedException.class).until(() -> {
			clearing(node).clear();
			return true;
		});
	}

	/** Each node has applied what all three have announced. */
	private void awaitAnnouncements() {
		for (int node = 1; node <= NODES; node++) {
			TypedStateMachines machines = bean(node, TypedStateMachines.class);
			await().atMost(Duration.ofSeconds(20))
				.untilAsserted(() -> assertThat(machines.find("stock")).isNotNull()
					.satisfies((machine) -> assertThat(machine.announcedBy()).containsExactly(1, 2, 3)));
		}
	}

	private void replace(int node) {
		this.contexts.get(node - 1).close();
		this.contexts.set(node - 1, startNode(node, SecondVersion.class));
	}

	private Stock stock(int node) {
		return bean(node, Stock.class);
	}

	private ClearingStock clearing(int node) {
		return bean(node, ClearingStock.class);
	}

	private <T> T bean(int node, Class<T> type) {
		return this.contexts.get(node - 1).getBean(type);
	}

	private ConfigurableApplicationContext startNode(int node, Class<?> version) {
		List<String> arguments = new ArrayList<>(List.of("--dongting.raft.node-id=" + node,
				"--dongting.raft.data-dir=" + this.directory.resolve("node-" + node),
				"--dongting.raft.request-timeout=20s"));
		arguments.addAll(LoopbackPorts.addresses(this.ports));
		return new SpringApplicationBuilder(version).web(WebApplicationType.NONE).run(arguments.toArray(String[]::new));
	}

	interface Stock {

		@RaftCommand
		int add(int quantity);

	}

	@RaftStateMachine(group = "stock")
	static class StockMachine implements Stock {

		private int count;

		@Override
		public int add(int quantity) {
			this.count += quantity;
			return this.count;
		}

	}

	interface WideStock {

		@RaftCommand(id = "add(int)")
		long add(@Nullable Long quantity);

	}

	@RaftStateMachine(group = "stock")
	static class WideStockMachine implements WideStock {

		private long count;

		@Override
		public long add(@Nullable Long quantity) {
			this.count += (quantity != null) ? quantity : 0;
			return this.count;
		}

	}

	interface ClearingStock extends Stock {

		@RaftCommand
		void clear();

	}

	@RaftStateMachine(group = "stock")
	static class ClearingStockMachine implements ClearingStock {

		private int count;

		@Override
		public int add(int quantity) {
			this.count += quantity;
			return this.count;
		}

		@Override
		public void clear() {
			this.count = 0;
		}

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(RaftAutoConfiguration.class)
	@Import(StockMachine.class)
	static class FirstVersion {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(RaftAutoConfiguration.class)
	@Import(ClearingStockMachine.class)
	static class SecondVersion {

	}

	@Configuration(proxyBeanMethods = false)
	@ImportAutoConfiguration(RaftAutoConfiguration.class)
	@Import(WideStockMachine.class)
	static class WideVersion {

	}

}
